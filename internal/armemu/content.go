package armemu

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

const (
	// maxContent is what ARM takes as the body of a request: 4 MB.
	maxContent = 4 << 20
	// maxBody is as much of a body as is read: enough to see that it is too large.
	maxBody = maxContent + 1
	// maxDepth is how deep a body may nest. [?] ARM has some such bound, as its JSON reader does; here it keeps the state file readable, in
	// which a body stands deeper than in its request.
	maxDepth = 128
)

// byteOrderMark begins texts of some Windows programs; .NET, which ARM is written in, reads over it.
var byteOrderMark = []byte("\xef\xbb\xbf")

// object parses the body as a JSON object.
func (x *exchange) object() (armtypes.Object, error) {
	if len(x.body) > maxContent {
		return nil, gatewayError(http.StatusRequestEntityTooLarge, "RequestContentTooLarge", "The request content size exceeds the maximum size of 4 MB.")
	}
	if err := checkMediaType(x.header.Get("Content-Type")); err != nil {
		return nil, err
	}
	var v any
	if err := json.Unmarshal(bytes.TrimPrefix(x.body, byteOrderMark), &v); err != nil {
		return nil, errContent(err.Error())
	}
	if deeperThan(v, maxDepth) {
		return nil, errContent(fmt.Sprintf("The reader's MaxDepth of %d has been exceeded.", maxDepth)).Unsure()
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, errContent("The content is not a JSON object")
	}
	return m, nil
}

// checkMediaType: ARM reads JSON that is called so (Azure/azure-cli#32972 quotes the answer). It refuses a request that does not say what its
// content is as well; that passes here, where tests ask in process without a header.
func checkMediaType(given string) *armtypes.Error {
	media, _, err := mime.ParseMediaType(given)
	if given == "" || err == nil && (media == "application/json" || media == "text/json" || strings.HasSuffix(media, "+json")) {
		return nil
	}
	return gatewayError(http.StatusUnsupportedMediaType, "UnsupportedMediaType", "The content media type '%s' is not supported. Only 'application/json' is supported.", given)
}

func deeperThan(v any, levels int) bool {
	if levels < 0 {
		return true
	}
	switch t := v.(type) {
	case map[string]any:
		for _, inner := range t {
			if deeperThan(inner, levels-1) {
				return true
			}
		}
	case []any:
		for _, inner := range t {
			if deeperThan(inner, levels-1) {
				return true
			}
		}
	}
	return false
}

// resourceObject parses the body as a resource: its outer members have the types that every resource has.
func (x *exchange) resourceObject() (armtypes.Object, error) {
	in, err := x.object()
	if err != nil {
		return nil, err
	}
	if _, ok := in["location"].(string); !ok && in["location"] != nil {
		return nil, errContent("location is not a string")
	}
	for _, member := range []string{"properties", "sku", "identity"} {
		if _, ok := in[member].(map[string]any); !ok && in[member] != nil {
			return nil, errContent(member + " is not an object")
		}
	}
	return in, nil
}

// decodeOnly reads a body that is one value of a form of our own, with no member that the form does not have, and nothing after it.
func decodeOnly(body []byte, into any) error {
	read := json.NewDecoder(bytes.NewReader(body))
	read.DisallowUnknownFields()
	if err := read.Decode(into); err != nil {
		return err
	}
	if _, err := read.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after it")
	}
	return nil
}
