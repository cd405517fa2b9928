package containers

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/to"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/containerservice/armcontainerservice/v8"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
	"github.com/udr-egress/terraform-provider-udr/internal/azure/armid"
)

// encodeMaintenance is the properties of a maintenance configuration. Texts that are no times or dates are errors.
func encodeMaintenance(s MaintenanceSpec) (map[string]any, error) {
	properties := armcontainerservice.MaintenanceConfigurationProperties{}
	for _, hours := range s.WeekHours {
		slots := make([]*int32, len(hours.Hours))
		for i, hour := range hours.Hours {
			slots[i] = to.Ptr(hour)
		}
		properties.TimeInWeek = append(properties.TimeInWeek, &armcontainerservice.TimeInWeek{Day: to.Ptr(armcontainerservice.WeekDay(hours.Day)), HourSlots: slots})
	}
	for _, span := range s.NotAllowed {
		start, end, err := span.times(time.RFC3339)
		if err != nil {
			return nil, err
		}
		properties.NotAllowedTime = append(properties.NotAllowedTime, &armcontainerservice.TimeSpan{Start: start, End: end})
	}
	if s.Window != nil {
		window, err := s.Window.encode()
		if err != nil {
			return nil, err
		}
		properties.MaintenanceWindow = window
	}
	return encode(properties)
}

func (s Span) times(layout string) (start, end *time.Time, err error) {
	from, err := time.Parse(layout, s.Start)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the time that is left out: %w", err)
	}
	until, err := time.Parse(layout, s.End)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the time that is left out: %w", err)
	}
	return &from, &until, nil
}

func (w WindowSpec) encode() (*armcontainerservice.MaintenanceWindow, error) {
	window := &armcontainerservice.MaintenanceWindow{
		DurationHours: to.Ptr(w.DurationHours), StartTime: to.Ptr(w.StartTime), UTCOffset: filled(w.UTCOffset), Schedule: &armcontainerservice.Schedule{},
	}
	switch w.Frequency {
	case Daily:
		window.Schedule.Daily = &armcontainerservice.DailySchedule{IntervalDays: to.Ptr(w.Interval)}
	case Weekly:
		window.Schedule.Weekly = &armcontainerservice.WeeklySchedule{IntervalWeeks: to.Ptr(w.Interval), DayOfWeek: to.Ptr(armcontainerservice.WeekDay(w.DayOfWeek))}
	case AbsoluteMonthly:
		window.Schedule.AbsoluteMonthly = &armcontainerservice.AbsoluteMonthlySchedule{IntervalMonths: to.Ptr(w.Interval), DayOfMonth: to.Ptr(w.DayOfMonth)}
	case RelativeMonthly:
		window.Schedule.RelativeMonthly = &armcontainerservice.RelativeMonthlySchedule{
			IntervalMonths: to.Ptr(w.Interval), DayOfWeek: to.Ptr(armcontainerservice.WeekDay(w.DayOfWeek)), WeekIndex: to.Ptr(armcontainerservice.Type(w.WeekIndex)),
		}
	default:
		return nil, fmt.Errorf("a maintenance window has no frequency %q", w.Frequency)
	}
	if w.StartDate != "" {
		date, err := time.Parse(time.DateOnly, w.StartDate)
		if err != nil {
			return nil, fmt.Errorf("reading the first day of a maintenance window: %w", err)
		}
		window.StartDate = &date
	}
	for _, span := range w.NotAllowed {
		start, end, err := span.times(time.DateOnly)
		if err != nil {
			return nil, err
		}
		window.NotAllowedDates = append(window.NotAllowedDates, &armcontainerservice.DateSpan{Start: start, End: end})
	}
	return window, nil
}

// decodeMaintenance is the way back. Times are in UTC.
func decodeMaintenance(object armclient.Object) (MaintenanceSpec, error) {
	var body armcontainerservice.MaintenanceConfiguration
	if err := decodable(object).Decode(&body); err != nil {
		return MaintenanceSpec{}, err
	}
	var s MaintenanceSpec
	p := body.Properties
	if p == nil {
		return s, nil
	}
	for _, hours := range p.TimeInWeek {
		if hours == nil {
			continue
		}
		slot := WeekHours{Day: string(value(hours.Day))}
		for _, hour := range hours.HourSlots {
			slot.Hours = append(slot.Hours, value(hour))
		}
		s.WeekHours = append(s.WeekHours, slot)
	}
	for _, span := range p.NotAllowedTime {
		if span != nil {
			s.NotAllowed = append(s.NotAllowed, Span{Start: shown(span.Start, time.RFC3339), End: shown(span.End, time.RFC3339)})
		}
	}
	if p.MaintenanceWindow != nil {
		s.Window = windowSpec(p.MaintenanceWindow)
	}
	return s, nil
}

func windowSpec(w *armcontainerservice.MaintenanceWindow) *WindowSpec {
	s := &WindowSpec{
		DurationHours: value(w.DurationHours), StartTime: value(w.StartTime), UTCOffset: value(w.UTCOffset), StartDate: shown(w.StartDate, time.DateOnly),
	}
	if c := w.Schedule; c != nil {
		switch {
		case c.Daily != nil:
			s.Frequency, s.Interval = Daily, value(c.Daily.IntervalDays)
		case c.Weekly != nil:
			s.Frequency, s.Interval, s.DayOfWeek = Weekly, value(c.Weekly.IntervalWeeks), string(value(c.Weekly.DayOfWeek))
		case c.AbsoluteMonthly != nil:
			s.Frequency, s.Interval, s.DayOfMonth = AbsoluteMonthly, value(c.AbsoluteMonthly.IntervalMonths), value(c.AbsoluteMonthly.DayOfMonth)
		case c.RelativeMonthly != nil:
			s.Frequency, s.Interval, s.DayOfWeek = RelativeMonthly, value(c.RelativeMonthly.IntervalMonths), string(value(c.RelativeMonthly.DayOfWeek))
			s.WeekIndex = string(value(c.RelativeMonthly.WeekIndex))
		}
	}
	for _, span := range w.NotAllowedDates {
		if span != nil {
			s.NotAllowed = append(s.NotAllowed, Span{Start: shown(span.Start, time.DateOnly), End: shown(span.End, time.DateOnly)})
		}
	}
	return s
}

func shown(t *time.Time, layout string) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(layout)
}

func (n Clusters) readMaintenance(ctx context.Context, id armid.ID) (MaintenanceSpec, bool, error) {
	object, err := n.client.GetCached(ctx, id, APIVersion)
	if armclient.IsNotFound(err) {
		return MaintenanceSpec{}, false, nil
	}
	if err != nil {
		return MaintenanceSpec{}, false, err
	}
	s, err := decodeMaintenance(object)
	return s, err == nil, err
}

// maintenanceNames are the names in either specification, sorted.
func (c ClusterChange) maintenanceNames() []string {
	names := slices.Collect(maps.Keys(c.Want.Maintenance))
	names = slices.AppendSeq(names, maps.Keys(c.Prior.Maintenance))
	slices.Sort(names)
	return slices.Compact(names)
}

// sameMaintenance compares by meaning. Azure fills in an offset of +00:00 and a first day.
func sameMaintenance(want, live MaintenanceSpec) bool {
	if want.Window != nil && live.Window != nil {
		window := *live.Window
		if want.Window.UTCOffset == "" && window.UTCOffset == "+00:00" {
			window.UTCOffset = ""
		}
		if want.Window.StartDate == "" {
			window.StartDate = ""
		}
		live.Window = &window
	}
	a, errA := encodeMaintenance(want)
	b, errB := encodeMaintenance(live)
	return errA == nil && errB == nil && sameValue(a, b, false)
}
