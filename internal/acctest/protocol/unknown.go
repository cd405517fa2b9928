package protocol

// unknownValue is the type of Unknown.
type unknownValue struct{}

// String makes test output readable.
func (unknownValue) String() string { return "(unknown)" }

// Unknown stands for a value that is not known yet. It may be used anywhere in a configuration, and it stands wherever a plan
// holds an unknown value.
var Unknown unknownValue
