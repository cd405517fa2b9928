package acctest

import (
	"bytes"
	"io"
	"net/http"
)

// Answer is what Azure answers to the provider, for a test to change.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
}

// Alter lets a test change the answers that the provider gets, into ones that no emulator would give: half of a document, another
// type, another code. An error from change breaks the connection. Nil ends it. Requests of the test itself are not concerned.
func (a *Azure) Alter(change func(*http.Request, *Answer) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.alter = change
}

func (a *Azure) answer(r *http.Request) (*http.Response, error) {
	a.mu.Lock()
	change := a.alter
	a.mu.Unlock()
	response, err := a.Emulator.Do(r)
	if err != nil || change == nil {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if err := response.Body.Close(); err != nil {
		return nil, err
	}
	answer := Answer{Status: response.StatusCode, Header: response.Header, Body: body}
	if err := change(r, &answer); err != nil {
		return nil, err
	}
	response.StatusCode, response.Header, response.Body = answer.Status, answer.Header, io.NopCloser(bytes.NewReader(answer.Body))
	response.ContentLength = int64(len(answer.Body))
	return response, nil
}
