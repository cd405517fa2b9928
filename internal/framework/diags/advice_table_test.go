package diags

import (
	"strings"
	"testing"
)

// A row behind one that catches its code would never speak.
func TestAdviceTableRows(t *testing.T) {
	t.Parallel()
	for _, row := range adviceTable {
		if row.code == "" || !strings.HasSuffix(row.text, ".") || strings.Contains(row.text, "\n") {
			t.Errorf("row %+v: want a code and one paragraph of full sentences", row)
		}
		if got := adviceForCode(row.code + row.suffix); got != row.text {
			t.Errorf("%s%s gets the advice of another row: %q", row.code, row.suffix, got)
		}
		if len(row.text) > 300 {
			t.Errorf("%s: advice of %d characters", row.code, len(row.text))
		}
	}
}
