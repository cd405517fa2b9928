package render

import (
	"fmt"
	"io"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// maxLabels is how many destinations a node of the graph lists by name.
const maxLabels = 6

// Mermaid writes the report as a flow chart: source subnets, what decides, and
// destinations that fare alike in one node, in the colour of their status.
func Mermaid(w io.Writer, r egress.Report) error {
	g := &graph{ids: map[string]string{}, edges: map[string]bool{}}
	g.b.WriteString("flowchart LR\n")
	for _, c := range r.Causes() {
		g.cause(r, c)
	}
	g.b.WriteString("  classDef allowed stroke:#2e7d32,stroke-width:2px\n")
	g.b.WriteString("  classDef denied stroke:#c62828,stroke-width:2px\n")
	g.b.WriteString("  classDef partial stroke:#ef6c00,stroke-width:2px\n")
	g.b.WriteString("  classDef indeterminate stroke:#757575,stroke-width:2px,stroke-dasharray:4\n")
	_, err := io.WriteString(w, g.b.String())
	return err
}

type graph struct {
	b     strings.Builder
	ids   map[string]string
	edges map[string]bool
}

// node declares a node once and returns its id.
func (g *graph) node(key string, label []string, shape, class string) string {
	if id, ok := g.ids[key]; ok {
		return id
	}
	id := fmt.Sprintf("n%d", len(g.ids))
	g.ids[key] = id
	left, right := shape[:len(shape)/2], shape[len(shape)/2:]
	fmt.Fprintf(&g.b, "  %s%s\"%s\"%s", id, left, escape(label...), right)
	if class != "" {
		g.b.WriteString(":::" + class)
	}
	g.b.WriteString("\n")
	return id
}

func (g *graph) edge(from, to, label string) {
	line := fmt.Sprintf("  %s -->|\"%s\"| %s\n", from, escape(label), to)
	if label == "" {
		line = fmt.Sprintf("  %s --> %s\n", from, to)
	}
	if !g.edges[line] {
		g.edges[line] = true
		g.b.WriteString(line)
	}
}

func (g *graph) cause(r egress.Report, c egress.Cause) {
	first := r.Verdicts[c.Flows[0]]
	at := g.node("subnet "+first.Flow.Source.Subnet, []string{first.Flow.Source.Subnet}, "[]", "")
	for _, s := range first.Steps {
		if s.Code != egress.CodeRoute && s.Object.Kind == egress.ObjectFirewall || s.Object.Kind == egress.ObjectAppliance {
			device := g.node("device "+s.Object.Name, []string{string(s.Object.Kind) + " " + s.Object.Name}, "{{}}", "")
			if device != at {
				g.edge(at, device, "")
				at = device
			}
		}
	}
	if name := ruleDevice(first.Decider); name != "" {
		device := g.node("device "+name, []string{"firewall " + name}, "{{}}", "")
		if device != at {
			g.edge(at, device, "")
			at = device
		}
	}
	labels := make([]string, 0, maxLabels+1)
	for i, k := range c.Flows {
		if i == maxLabels {
			labels = append(labels, fmt.Sprintf("and %d more", len(c.Flows)-maxLabels))
			break
		}
		f := r.Verdicts[k].Flow
		label := f.Destination.Text()
		if !f.Ports.IsEmpty() {
			label += ":" + f.Ports.String()
		}
		labels = append(labels, label)
	}
	end := g.node(fmt.Sprintf("end %d", len(g.ids)), labels, "([])", string(c.Status))
	g.edge(at, end, word(first)+" "+c.Decider.Name)
}

// ruleDevice is the firewall that a deciding rule belongs to.
func ruleDevice(o egress.Object) string {
	switch o.Kind {
	case egress.ObjectNetworkRule, egress.ObjectApplicationRule, egress.ObjectDefault:
		if len(o.In) > 0 {
			return o.In[0]
		}
	default:
	}
	return ""
}

// escape makes lines of a Mermaid string. Mermaid reads its text several times, for directives, entities, Markdown and
// HTML, so that everything with a meaning to one of them is written as an entity.
func escape(lines ...string) string {
	out := make([]string, len(lines))
	for i, s := range lines {
		out[i] = entities.Replace(clean(s, maxLabel))
	}
	return strings.Join(out, "<br/>")
}

var entities = strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "#", "#35;", "&", "#amp;", "`", "#96;", "%", "#37;", "|", "#124;", `\`, "#92;", "{", "#123;", "}", "#125;", ";", "#59;")
