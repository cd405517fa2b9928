// Command findcli prints the path of the Terraform CLI that the tests, the demo and the benchmarks run.
//
// It looks in the order that the make targets promise: TF_ACC_TERRAFORM_PATH, `terraform` on PATH, `tofu` on PATH, and at
// last a download by hc-install into the folder that -dir names (kept there for the next call).
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintf(os.Stderr, "findcli: %v\n", err)
		os.Exit(1)
	}
}

func run() error {
	dir := flag.String("dir", "bin/cli", "folder for a CLI that has to be downloaded")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	path, err := finder{getenv: os.Getenv, lookPath: exec.LookPath, fetch: download}.find(ctx, *dir)
	if err != nil {
		return err
	}
	_, err = fmt.Println(path)
	return err
}
