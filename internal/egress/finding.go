package egress

// Finding is something about the configuration that holds whatever the flows.
type Finding struct {
	Severity Severity
	// Code is stable and can be switched off by the caller.
	Code   string
	Object Object
	// Text says what is wrong and what to do.
	Text  string
	Rules []string
	// By are the objects that cause it, such as the rules that shadow a dead one.
	By []Object
}

// Severity says how sure and how bad a finding is.
type Severity string

// The severities. An error means that ARM or AKS refuses the configuration, or
// that it surely breaks (VM-3, ConfigError); what the sources leave open is never
// an error.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityAdvice  Severity = "advice"
)

// Findings checks the configuration.
func (e *Evaluator) Findings() []Finding { return nil }
