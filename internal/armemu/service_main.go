package armemu

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// serviceMain runs "emulator service": what kubectl apply does for the clusters in a state file, the embedded emulator's among them. It
// prints the frontend as one line of JSON.
func serviceMain(args []string, stdout, stderr io.Writer) int {
	s, file, remove, err := parseService(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintln(stderr, "emulator service:", err)
		return 2
	}
	if err := runService(s, file, remove, stdout); err != nil {
		fmt.Fprintln(stderr, "emulator service:", err)
		return 1
	}
	return 0
}

func runService(s armtypes.KubernetesService, file string, remove bool, stdout io.Writer) error {
	e, err := New(Options{StateFile: file})
	if err != nil {
		return err
	}
	if remove {
		return e.RemoveService(s)
	}
	out, err := e.ApplyService(s)
	if err != nil {
		return err
	}
	return json.NewEncoder(stdout).Encode(out)
}

func parseService(args []string, stderr io.Writer) (s armtypes.KubernetesService, file string, remove bool, err error) {
	var ports string
	flags := flag.NewFlagSet("emulator service", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&file, "state", ".udr-emulator.json", "`file` that keeps the resources")
	flags.StringVar(&s.Cluster, "cluster", "", "`id` of the managed cluster")
	flags.StringVar(&s.Namespace, "namespace", "default", "`namespace` of the service")
	flags.StringVar(&s.Name, "name", "", "`name` of the service")
	flags.StringVar(&s.UID, "uid", "", "`guid` of the service; without it one that follows from its names")
	flags.StringVar(&s.Subnet, "subnet", "", "`subnet` of the cluster's network, or its id; without it that of the first pool")
	flags.StringVar(&s.Address, "address", "", "private `address`; without it the first free one")
	flags.StringVar(&ports, "ports", "80", "comma-separated `ports`, each with /udp behind it perhaps")
	flags.BoolVar(&remove, "delete", false, "remove the service")
	if err := flags.Parse(args); err != nil {
		return s, "", false, err
	}
	if flags.NArg() > 0 {
		return s, "", false, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	for text := range strings.SplitSeq(ports, ",") {
		number, protocol, _ := strings.Cut(text, "/")
		n, err := strconv.Atoi(number)
		if err != nil {
			return s, "", false, fmt.Errorf("port %q is not a number", text)
		}
		s.Ports = append(s.Ports, armtypes.ServicePort{Port: n, Protocol: protocol})
	}
	return s, file, remove, nil
}
