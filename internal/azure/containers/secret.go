package containers

import (
	"fmt"
	"log/slog"
)

// masked stands for a secret wherever it is printed (law L7).
const masked = "(sensitive)"

// Secret is a text that is sent to Azure, or comes from it, and is printed nowhere: every verb of fmt, encoding/json and slog
// show a mask.
type Secret struct{ text string }

// NewSecret keeps the text.
func NewSecret(text string) Secret { return Secret{text: text} }

// Reveal is the text itself.
func (s Secret) Reveal() string { return s.text }

// IsZero reports that there is no text.
func (s Secret) IsZero() bool { return s.text == "" }

// Equal compares the texts, for tests and for go-cmp.
func (s Secret) Equal(other Secret) bool { return s.text == other.text }

// String is the mask.
func (s Secret) String() string {
	if s.text == "" {
		return ""
	}
	return masked
}

// Format is the mask for every verb and flag.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(s.String())) }

// MarshalText is the mask, for encoding/json and its kin.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue is the mask.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
