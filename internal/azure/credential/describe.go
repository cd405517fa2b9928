package credential

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// describe makes one line of a failed authentication: azidentity prints the
// whole answer over many. It reports whether there was an answer.
func describe(err error) (line string, answered bool) {
	var failed *azidentity.AuthenticationFailedError
	if !errors.As(err, &failed) || failed.RawResponse == nil {
		return oneLine(err.Error()), false
	}
	where := "the authority"
	if req := failed.RawResponse.Request; req != nil {
		where = req.URL.Host + req.URL.Path
	}
	line = fmt.Sprintf("%s answers %d", where, failed.RawResponse.StatusCode)
	body, readErr := runtime.Payload(failed.RawResponse)
	if readErr != nil {
		return line, true
	}
	var answer struct {
		Error       any    `json:"error"`
		Description string `json:"error_description"`
		Message     string `json:"message"`
	}
	if json.Unmarshal(body, &answer) != nil {
		return line, true
	}
	if code, ok := answer.Error.(string); ok && code != "" {
		line += " " + code
	}
	if text := answer.Description + answer.Message; text != "" {
		line += ": " + oneLine(text)
	}
	return line, true
}

// oneLine folds white space and cuts what is too long to read.
func oneLine(text string) string {
	const limit = 1000
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > limit {
		text = strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return text
}
