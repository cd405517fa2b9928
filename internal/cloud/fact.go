package cloud

// Fact says where one row comes from.
type Fact struct {
	// Source names a page, a repository with a path, or an issue thread as owner/repo#n.
	Source string
	// Date is the date of the source in ISO form, as exact as it is known: 2026-08-05, 2026-08 or 2026.
	Date string
	// Uncertain is empty when the newest source found says exactly this. Otherwise it gives the reason for doubt:
	// sources disagree, the source is old, or the statement is an inference.
	Uncertain string
}

// Certain reports whether the source states the row without doubt.
func (f Fact) Certain() bool { return f.Uncertain == "" }

// doubt returns the same origin with a reason for doubt.
func (f Fact) doubt(reason string) Fact {
	f.Uncertain = reason
	return f
}

// fact is short for a row's own origin where no page of sources.go fits.
func fact(source, date string) Fact { return Fact{Source: source, Date: date} }
