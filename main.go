// Command terraform-provider-udr is the Terraform provider for AKS clusters whose egress leaves through a user-defined
// route, together with the Azure emulator and the egress evaluator that ship inside it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/udr-egress/terraform-provider-udr/internal/provider"
)

// address is where the registry serves the provider.
const address = "registry.terraform.io/udr-egress/udr"

// version is set by the release build.
var version = "dev"

func main() {
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	if len(args) > 0 {
		if command, known := commands[args[0]]; known {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return command(ctx, args[1:])
		}
	}
	flags := flag.NewFlagSet("terraform-provider-udr", flag.ContinueOnError)
	debug := flags.Bool("debug", false, "serve for a debugger, printing what to set TF_REATTACH_PROVIDERS to")
	show := flags.Bool("version", false, "print the version")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if *show {
		fmt.Println("terraform-provider-udr", version)
		return 0
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "unknown command %q; the commands are %s\n", flags.Arg(0), commandNames())
		return 2
	}
	if err := serve(*debug); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// serve serves protocol 6 alone: providerserver.Serve would link the server of protocol 5 as well, half a megabyte that nothing calls
// (docs/design/0005-repository.md).
func serve(debug bool) error {
	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	made := provider.New(version, provider.Options{StartEmbedded: startEmbedded})
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return providerserver.NewProtocol6(made())() }, options...)
}
