package credential

// Given reports whether an attribute has a value, and where it comes from: the name of the environment variable, or
// the attribute itself when the provider block sets it.
func (c Config) Given(attribute string) (origin string, given bool) {
	setting := settingOf(attribute)
	if !setting.isSet(&c) {
		return "", false
	}
	if variable := c.sources[attribute]; variable != "" {
		return variable, true
	}
	return attribute, true
}
