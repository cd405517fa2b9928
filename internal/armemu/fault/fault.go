// Package fault decides which requests of the emulator go wrong, and how. The same rules come from a file or from a test.
package fault

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"sync"
)

// File is the document of -faults:
//
//	{"rules": [
//	  {"match": {"method": "PUT", "path": "/virtualNetworks/", "nth": 2}, "effect": {"status": 429, "code": "TooManyRequests", "retry_after": 3}},
//	  {"match": {"request": 17}, "effect": {"reset": true}}
//	]}
type File struct {
	Rules []Rule `json:"rules"`
}

// Rule is one fault.
type Rule struct {
	Match  Match  `json:"match"`
	Effect Effect `json:"effect"`
}

// Match picks requests. All parts that are set must hold.
type Match struct {
	// Request is the number of the request since the start, from 1.
	Request int `json:"request,omitempty"`
	// Method in upper case.
	Method string `json:"method,omitempty"`
	// Path is a regular expression, searched without case in path and query ("/a/b?x=1").
	Path string `json:"path,omitempty"`
	// Nth picks the nth request among those that method and path let through, from 1.
	Nth int `json:"nth,omitempty"`
	// Times is how many requests are hit, from the nth on. 0 means one when request or nth is set, all otherwise; -1 means all.
	Times int `json:"times,omitempty"`
}

// Effect is what happens. Several can be combined where that has a sense (slow and status).
type Effect struct {
	// Status answers with an error instead of doing anything; Code, Message and RetryAfter (seconds) go into the answer.
	Status     int    `json:"status,omitempty"`
	Code       string `json:"code,omitempty"`
	Message    string `json:"message,omitempty"`
	RetryAfter int    `json:"retry_after,omitempty"`
	// Reset breaks the connection before anything is done.
	Reset bool `json:"reset,omitempty"`
	// SlowMS delays the request by real milliseconds.
	SlowMS int `json:"slow_ms,omitempty"`
	// FailOperation lets the write be accepted and its operation fail, with Code and Message.
	FailOperation bool `json:"fail_operation,omitempty"`
	// LoseAnswer does what was asked and breaks the connection instead of answering.
	LoseAnswer bool `json:"lose_answer,omitempty"`
	// ExpireToken answers 401 ExpiredAuthenticationToken and refuses the token from then on.
	ExpireToken bool `json:"expire_token,omitempty"`
	// Kill ends the process with status 137, "before" or "after" the effect.
	Kill string `json:"kill,omitempty"`
}

// Engine counts requests and applies rules. A nil Engine has none.
type Engine struct {
	mu       sync.Mutex
	requests int
	rules    []*armed
}

type armed struct {
	Rule
	path *regexp.Regexp
	seen int // requests that method and path let through
	hits int
}

// Load reads a fault file. Unknown members are errors, as a misspelt fault would silently never happen.
func Load(path string) (*Engine, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the fault file: %w", err)
	}
	var f File
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("reading the fault file %s: %w", path, err)
	}
	e := &Engine{}
	for i, r := range f.Rules {
		if err := e.Add(r); err != nil {
			return nil, fmt.Errorf("fault file %s: rule %d: %w", path, i, err)
		}
	}
	return e, nil
}

// Add arms a rule; its count of matching requests starts now.
func (e *Engine) Add(r Rule) error {
	a := &armed{Rule: r}
	if err := r.check(); err != nil {
		return err
	}
	if r.Match.Path != "" {
		re, err := regexp.Compile("(?i)" + r.Match.Path)
		if err != nil {
			return fmt.Errorf("path: %w", err)
		}
		a.path = re
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rules = append(e.rules, a)
	return nil
}

func (r Rule) check() error {
	e := r.Effect
	switch {
	case e == Effect{}:
		return errors.New("the rule has no effect")
	case e.Kill != "" && e.Kill != "before" && e.Kill != "after":
		return fmt.Errorf("kill is %q, want before or after", e.Kill)
	case e.Status != 0 && (e.Status < 400 || e.Status > 599):
		return fmt.Errorf("status is %d, want 400 to 599", e.Status)
	case e.FailOperation && e.Code == "":
		return errors.New("fail_operation needs a code")
	case e.SlowMS < 0 || e.RetryAfter < 0:
		return errors.New("slow_ms and retry_after cannot be negative")
	case r.Match.Request < 0 || r.Match.Nth < 0 || r.Match.Times < -1:
		return errors.New("request, nth and times cannot be negative")
	}
	return nil
}

// Reset disarms all rules and counts from the start again.
func (e *Engine) Reset() {
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rules, e.requests = nil, 0
}

// Decide counts a request and gives the combined effect of the rules that hit it; of two that answer, the first.
func (e *Engine) Decide(method, pathAndQuery string) Effect {
	if e == nil {
		return Effect{}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests++
	var out Effect
	for _, r := range e.rules {
		if r.hit(e.requests, method, pathAndQuery) {
			out = out.and(r.Effect)
		}
	}
	return out
}

func (r *armed) hit(number int, method, pathAndQuery string) bool {
	m := r.Match
	if m.Method != "" && m.Method != method || r.path != nil && !r.path.MatchString(pathAndQuery) {
		return false
	}
	r.seen++
	times := m.Times
	if times == 0 && (m.Request > 0 || m.Nth > 0) {
		times = 1
	}
	if number < m.Request || r.seen < m.Nth || times > 0 && r.hits >= times {
		return false
	}
	if m.Request > 0 && m.Times == 0 && number != m.Request {
		return false
	}
	r.hits++
	return true
}

func (e Effect) and(o Effect) Effect {
	if e.Status == 0 && !e.FailOperation {
		e.Status, e.Code, e.Message, e.RetryAfter, e.FailOperation = o.Status, o.Code, o.Message, o.RetryAfter, o.FailOperation
	}
	e.SlowMS += o.SlowMS
	e.Reset = e.Reset || o.Reset
	e.LoseAnswer = e.LoseAnswer || o.LoseAnswer
	e.ExpireToken = e.ExpireToken || o.ExpireToken
	if e.Kill == "" {
		e.Kill = o.Kill
	}
	return e
}
