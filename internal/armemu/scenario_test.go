package armemu_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu"
	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// TestScenarios plays every file of testdata/types: requests and what must come back, on a driven clock at Azure's pace. The form is
// told in testdata/types/README.md.
func TestScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/types/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			playScenario(t, file, string(data))
		})
	}
}

type scenario struct {
	*client
	clock *armemu.ManualClock
	vars  map[string]string
	line  int
	file  string

	request string   // method and path, not sent yet
	headers []string // lines of the form Name: value after the request line
	body    []string
	last    *answer
}

func playScenario(t *testing.T, file, text string) {
	t.Helper()
	c, clock := driven(t)
	c.group(groupA)
	s := &scenario{client: c, clock: clock, file: file, vars: map[string]string{
		"sub": sub, "sub2": "/subscriptions/" + armemu.SecondSubscriptionID, "group": groupA,
		"network": groupA + "/providers/Microsoft.Network", "container": groupA + "/providers/Microsoft.ContainerService", "tenant": armemu.TenantID,
	}}
	for i, line := range strings.Split(text, "\n") {
		s.line = i + 1
		if err := s.step(line); err != nil {
			t.Fatalf("%s:%d: %s: %v", file, s.line, line, err)
		}
	}
	if s.request != "" {
		t.Errorf("%s: the last request has no -->", file)
	}
}

var requestLine = regexp.MustCompile(`^(GET|HEAD|PUT|PATCH|POST|DELETE) (\S+)$`)

var headerLine = regexp.MustCompile(`^[A-Z][A-Za-z-]+: .+$`)

func (s *scenario) step(line string) error {
	trimmed := strings.TrimSpace(s.expand(line))
	switch {
	case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		return nil
	case strings.HasPrefix(trimmed, "advance "):
		d, err := time.ParseDuration(strings.TrimPrefix(trimmed, "advance "))
		s.clock.Advance(d)
		return err
	case requestLine.MatchString(trimmed):
		if s.request != "" {
			return fmt.Errorf("the request %s before has no -->", s.request)
		}
		s.request, s.headers, s.body = trimmed, nil, nil
		return nil
	case strings.HasPrefix(trimmed, "-->"):
		return s.send(strings.Fields(strings.TrimPrefix(trimmed, "-->")))
	case s.request != "" && len(s.body) == 0 && headerLine.MatchString(trimmed):
		s.headers = append(s.headers, trimmed)
		return nil
	case s.request != "":
		s.body = append(s.body, trimmed)
		return nil
	}
	return s.check(trimmed)
}

func (s *scenario) expand(line string) string {
	for name, value := range s.vars {
		line = strings.ReplaceAll(line, "{"+name+"}", value)
	}
	return line
}

// send asks and compares status and code.
func (s *scenario) send(want []string) error {
	if s.request == "" || len(want) == 0 {
		return fmt.Errorf("--> needs a request before it and a status")
	}
	method, path, _ := strings.Cut(s.request, " ")
	var body any
	if len(s.body) > 0 {
		body = strings.Join(s.body, "\n")
	}
	s.header = map[string][]string{}
	for _, h := range s.headers {
		name, value, _ := strings.Cut(h, ": ")
		s.header.Set(name, value)
	}
	a := s.call(method, path, body)
	s.request, s.last = "", &a
	if got := strconv.Itoa(a.Status); got != want[0] {
		return fmt.Errorf("status %s: %s", got, a.Raw)
	}
	if len(want) > 1 && a.code() != want[1] {
		return fmt.Errorf("code %q: %s", a.code(), a.Raw)
	}
	return nil
}

var checkLine = regexp.MustCompile(`^(let (\w+) = )?(header )?(\S+?)( absent| = (.+)| ~ (.+))?$`)

// check compares one value of the last answer.
func (s *scenario) check(line string) error {
	m := checkLine.FindStringSubmatch(line)
	if m == nil || s.last == nil {
		return fmt.Errorf("not understood")
	}
	var got any
	if m[3] != "" {
		if v := s.last.Header.Get(m[4]); v != "" {
			got = v
		}
	} else {
		got = at(map[string]any(s.last.Body), m[4])
	}
	switch {
	case m[2] != "":
		s.vars[m[2]] = fmt.Sprint(got)
	case m[5] == " absent":
		if got != nil {
			return fmt.Errorf("got %v", got)
		}
	case m[7] != "":
		re, err := regexp.Compile(m[7])
		if err != nil {
			return err
		}
		if !re.MatchString(fmt.Sprint(got)) {
			return fmt.Errorf("got %v", got)
		}
	case m[6] != "":
		want := any(m[6]) // a header is text
		if m[3] == "" {
			want = wanted(m[6])
		}
		if diff := cmp.Diff(want, armtypes.Normal(got)); diff != "" {
			return fmt.Errorf("(-want +got):\n%s", diff)
		}
	default:
		return fmt.Errorf("not understood")
	}
	return nil
}

// wanted reads a value: JSON, or else plain text.
func wanted(text string) any {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err == nil {
		return v
	}
	return text
}

// at follows a path such as properties.subnets[1].id.
func at(v any, path string) any {
	for _, name := range strings.Split(path, ".") {
		index := -1
		if i := strings.IndexByte(name, '['); i >= 0 {
			n, err := strconv.Atoi(strings.TrimSuffix(name[i+1:], "]"))
			if err != nil {
				return nil
			}
			name, index = name[:i], n
		}
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
		if index >= 0 {
			list, ok := v.([]any)
			if !ok || index >= len(list) {
				return nil
			}
			v = list[index]
		}
	}
	return v
}
