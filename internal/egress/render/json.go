package render

import (
	"encoding/json"
	"io"

	"github.com/udr-egress/terraform-provider-udr/internal/egress"
)

// JSON writes the report as one object. Its field names are a contract: fields
// are added, never renamed.
func JSON(w io.Writer, r egress.Report) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(view(r))
}

type reportView struct {
	Status   string        `json:"status"`
	Verdicts []verdictView `json:"verdicts"`
	Findings []findingView `json:"findings"`
	Causes   []causeView   `json:"causes"`
	Notes    []noteView    `json:"notes,omitempty"`
	Choices  []string      `json:"choices,omitempty"`
	Summary  summaryView   `json:"summary"`
}

type summaryView struct {
	Flows         int `json:"flows"`
	Allowed       int `json:"allowed"`
	Denied        int `json:"denied"`
	Partial       int `json:"partial"`
	Indeterminate int `json:"indeterminate"`
	AsWanted      int `json:"as_wanted"`
	Spare         int `json:"spare"`
}

type verdictView struct {
	Name        string      `json:"name,omitempty"`
	Flow        string      `json:"flow"`
	Level       string      `json:"level,omitempty"`
	Status      string      `json:"status"`
	OK          bool        `json:"ok"`
	Spare       bool        `json:"spare,omitempty"`
	Choice      string      `json:"choice,omitempty"`
	Option      string      `json:"option,omitempty"`
	Purpose     string      `json:"purpose,omitempty"`
	Path        string      `json:"path"`
	Decider     *objectView `json:"decider,omitempty"`
	Reason      string      `json:"reason,omitempty"`
	ExitCode    int         `json:"exit_code,omitempty"`
	Steps       []stepView  `json:"steps"`
	Otherwise   []stepView  `json:"otherwise,omitempty"`
	Rules       []string    `json:"rules"`
	Assumptions []string    `json:"assumptions"`
	Witness     *packetView `json:"witness,omitempty"`
	Passed      *packetView `json:"passed,omitempty"`
	Dropped     *packetView `json:"dropped,omitempty"`
	Fixes       []fixView   `json:"fixes,omitempty"`
}

type objectView struct {
	Kind  string   `json:"kind"`
	Name  string   `json:"name"`
	In    []string `json:"in,omitempty"`
	Index int      `json:"index,omitempty"`
}

type stepView struct {
	Code     string      `json:"code"`
	Text     string      `json:"text"`
	Certain  bool        `json:"certain"`
	Object   *objectView `json:"object,omitempty"`
	Detail   string      `json:"detail,omitempty"`
	Rules    []string    `json:"rules,omitempty"`
	Examined int         `json:"examined,omitempty"`
	Nearest  *missView   `json:"nearest,omitempty"`
}

type missView struct {
	Rule    *objectView   `json:"rule"`
	Matched []string      `json:"matched"`
	Failed  []failureView `json:"failed"`
}

type failureView struct {
	Dimension string `json:"dimension"`
	How       string `json:"how"`
	Have      string `json:"have"`
	Want      string `json:"want"`
	Text      string `json:"text"`
}

type packetView struct {
	Subnet      string `json:"subnet"`
	Source      string `json:"source,omitempty"`
	Protocol    string `json:"protocol"`
	Port        uint16 `json:"port,omitempty"`
	L7          string `json:"l7,omitempty"`
	Name        string `json:"name,omitempty"`
	Destination string `json:"destination,omitempty"`
	Tag         string `json:"tag,omitempty"`
}

type fixView struct {
	Text string `json:"text"`
}

type findingView struct {
	Severity string       `json:"severity"`
	Code     string       `json:"code"`
	Object   *objectView  `json:"object,omitempty"`
	Text     string       `json:"text"`
	Rules    []string     `json:"rules,omitempty"`
	By       []objectView `json:"by,omitempty"`
}

type noteView struct {
	Text  string   `json:"text"`
	Rules []string `json:"rules"`
}

type causeView struct {
	Status  string      `json:"status"`
	Path    string      `json:"path"`
	Decider *objectView `json:"decider,omitempty"`
	Flows   []int       `json:"flows"`
}

func view(r egress.Report) reportView {
	out := reportView{Status: string(r.Status()), Verdicts: []verdictView{}, Findings: []findingView{}, Causes: []causeView{}, Choices: choices(r)}
	spare := r.Spare()
	for i, v := range r.Verdicts {
		vv := verdictOf(v)
		vv.Spare = spare[i]
		out.Verdicts = append(out.Verdicts, vv)
		out.Summary.count(v, spare[i])
	}
	for _, f := range r.Findings {
		fv := findingView{Severity: string(f.Severity), Code: string(f.Code), Object: objectOf(f.Object), Text: f.Text, Rules: f.Rules}
		for _, o := range f.By {
			fv.By = append(fv.By, *objectOf(o))
		}
		out.Findings = append(out.Findings, fv)
	}
	for _, n := range r.Notes() {
		out.Notes = append(out.Notes, noteView{n.Text, n.Rules})
	}
	for _, c := range r.Causes() {
		out.Causes = append(out.Causes, causeView{string(c.Status), string(c.Path), objectOf(c.Decider), c.Flows})
	}
	return out
}

func (s *summaryView) count(v egress.Verdict, spare bool) {
	s.Flows++
	if spare {
		s.Spare++
	}
	switch v.Status {
	case egress.Allowed:
		s.Allowed++
	case egress.Denied:
		s.Denied++
	case egress.Partial:
		s.Partial++
	case egress.Indeterminate:
		s.Indeterminate++
	}
	if v.OK() {
		s.AsWanted++
	}
}

func verdictOf(v egress.Verdict) verdictView {
	out := verdictView{
		Name: v.Flow.Name, Flow: v.Flow.Text(), Level: string(v.Flow.Level), Status: string(v.Status), OK: v.OK(), Path: string(v.Path),
		Choice: v.Flow.Choice, Option: v.Flow.Option, Purpose: v.Flow.Purpose,
		Decider: objectOf(v.Decider), Reason: v.Flow.Reason, ExitCode: v.Flow.ExitCode, Steps: stepsOf(v.Steps), Otherwise: stepsOf(v.Otherwise),
		Rules: append([]string{}, v.Rules...), Assumptions: []string{},
		Witness: packetOf(v.Witness), Passed: packetOf(v.Passed), Dropped: packetOf(v.Dropped),
	}
	for _, a := range v.Assumptions {
		out.Assumptions = append(out.Assumptions, string(a))
	}
	for _, f := range v.Fixes {
		out.Fixes = append(out.Fixes, fixView{f.Text})
	}
	return out
}

func stepsOf(list []egress.Step) []stepView {
	out := []stepView{}
	for _, s := range list {
		sv := stepView{
			Code: string(s.Code), Text: stepText(s), Certain: s.Certain == egress.Yes, Object: objectOf(s.Object),
			Detail: s.Detail, Rules: s.Rules, Examined: s.Examined,
		}
		if s.Nearest != nil {
			sv.Nearest = missOf(s.Nearest)
		}
		out = append(out, sv)
	}
	return out
}

func missOf(m *egress.Miss) *missView {
	out := &missView{Rule: objectOf(m.Rule), Matched: []string{}, Failed: []failureView{}}
	for _, d := range m.Matched {
		out.Matched = append(out.Matched, string(d))
	}
	for _, f := range m.Failed {
		out.Failed = append(out.Failed, failureView{string(f.Dimension), string(f.How), f.Have, f.Want, f.Text()})
	}
	return out
}

func objectOf(o egress.Object) *objectView {
	if o.Kind == egress.ObjectNone {
		return nil
	}
	return &objectView{string(o.Kind), o.Name, o.In, o.Index}
}

func packetOf(p *egress.Packet) *packetView {
	if p == nil {
		return nil
	}
	out := &packetView{Subnet: p.Subnet, Protocol: p.Protocol, Port: p.Port, L7: string(p.L7), Name: p.Name, Tag: p.Tag}
	if p.Source.IsValid() {
		out.Source = p.Source.String()
	}
	if p.Destination.IsValid() {
		out.Destination = p.Destination.String()
	}
	return out
}
