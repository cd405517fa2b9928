package containers

// MaintenanceSpec is one maintenance configuration. The one named default has Weekly hours, the others a Window. All of it is
// ours.
type MaintenanceSpec struct {
	WeekHours  []WeekHours
	NotAllowed []Span // times, RFC 3339
	Window     *WindowSpec
}

// Names of the maintenance configurations that AKS knows.
const (
	MaintenanceDefault     = "default"
	MaintenanceAutoUpgrade = "aksManagedAutoUpgradeSchedule"
	MaintenanceNodeOS      = "aksManagedNodeOSUpgradeSchedule"
)

// WeekHours are hours (0 to 23, UTC) of a day of the week.
type WeekHours struct {
	Day   string // Monday …
	Hours []int32
}

// Span is a time that is left out: times (RFC 3339) in MaintenanceSpec, dates (2026-12-24) in WindowSpec.
type Span struct{ Start, End string }

// WindowSpec is a recurring window.
type WindowSpec struct {
	// Frequency is Daily, Weekly, AbsoluteMonthly or RelativeMonthly, every Interval days, weeks or months.
	Frequency     string
	Interval      int32
	DayOfWeek     string // Weekly, RelativeMonthly
	DayOfMonth    int32  // AbsoluteMonthly
	WeekIndex     string // RelativeMonthly: First, Second, Third, Fourth, Last
	DurationHours int32  // 4 to 24
	StartTime     string // 15:04
	UTCOffset     string // +02:00; empty is UTC
	StartDate     string // 2026-01-31; empty is now
	NotAllowed    []Span // dates
}

// Frequencies of a window.
const (
	Daily           = "Daily"
	Weekly          = "Weekly"
	AbsoluteMonthly = "AbsoluteMonthly"
	RelativeMonthly = "RelativeMonthly"
)
