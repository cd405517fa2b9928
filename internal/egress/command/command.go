// Package command is the `egress` subcommand: it reads a document, judges its
// flows and writes the report.
//
// Exit codes: 0 all flows fare as they should, 1 some surely do not, 2 the input
// or the call is wrong, 3 some are not decidable and none fails.
package command

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/document"
	"github.com/udr-egress/terraform-provider-udr/internal/egress/render"
)

// The exit codes.
const (
	ExitAllowed     = 0
	ExitDenied      = 1
	ExitBadInput    = 2
	ExitUndecidable = 3
)

// Host is what the command needs of the process that runs it. It is passed in so
// that the package itself reaches nothing.
type Host struct {
	// Open opens a file by name.
	Open func(name string) (io.ReadCloser, error)
	// Expand turns AKS profiles into flows; nil means that profiles are refused.
	Expand         document.Expander
	Stdin          io.Reader
	Stdout, Stderr io.Writer
}

const usage = `usage: terraform-provider-udr egress [flags] FILE

Judges the flows of a JSON document; FILE "-" is standard input.

exit codes: 0 all as wanted, 1 something denied, 2 bad input, 3 not decidable

flags:
`

// Main runs the command with the arguments that follow its name, and returns the
// exit code.
func Main(args []string, h Host) int {
	flags := flag.NewFlagSet("egress", flag.ContinueOnError)
	flags.SetOutput(h.Stderr)
	flags.Usage = func() {
		fmt.Fprint(h.Stderr, usage)
		flags.PrintDefaults()
	}
	format := flags.String("format", "text", "text, json or mermaid")
	all := flags.Bool("all", false, "show flows that pass too (text)")
	schema := flags.Bool("schema", false, "print the JSON Schema of the document and exit")
	noRules := flags.Bool("skip-rule-findings", false, "leave out dead, redundant and broad rules")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return ExitAllowed
		}
		return ExitBadInput
	}
	if *schema {
		return printSchema(h)
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return ExitBadInput
	}
	report, err := evaluate(h, flags.Arg(0), !*noRules)
	if err != nil {
		fmt.Fprintln(h.Stderr, err)
		return ExitBadInput
	}
	if err := write(h.Stdout, report, *format, *all); err != nil {
		fmt.Fprintln(h.Stderr, err)
		return ExitBadInput
	}
	return exitCode(report)
}

func printSchema(h Host) int {
	text, err := document.Schema()
	if err != nil {
		fmt.Fprintln(h.Stderr, err)
		return ExitBadInput
	}
	if _, err := h.Stdout.Write(text); err != nil {
		return ExitBadInput
	}
	return ExitAllowed
}

func evaluate(h Host, name string, rules bool) (egress.Report, error) {
	text, err := read(h, name)
	if err != nil {
		return egress.Report{}, fmt.Errorf("reading %s: %w", name, err)
	}
	report, err := document.Judge(text, h.Expand, rules)
	if err != nil {
		return egress.Report{}, fmt.Errorf("%s is not an egress document:\n%w", name, err)
	}
	return report, nil
}

func read(h Host, name string) (text []byte, err error) {
	if name == "-" {
		return io.ReadAll(h.Stdin)
	}
	f, err := h.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return io.ReadAll(f)
}

func write(w io.Writer, r egress.Report, format string, all bool) error {
	switch format {
	case "text":
		return render.Text(w, r, render.Options{All: all})
	case "json":
		return render.JSON(w, r)
	case "mermaid":
		return render.Mermaid(w, r)
	}
	return fmt.Errorf("format %q is unknown; use text, json or mermaid", format)
}

// exitCode tells the report in one word.
func exitCode(r egress.Report) int {
	switch r.Status() {
	case egress.Denied:
		return ExitDenied
	case egress.Indeterminate:
		return ExitUndecidable
	default:
		return ExitAllowed
	}
}
