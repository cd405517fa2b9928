package internalloadbalancer

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

var uidForm = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func checkUID(text string) error {
	if !uidForm.MatchString(text) {
		return fmt.Errorf("%q is no UID; expected one like 0f8fad5b-d9cb-469f-a165-70867728950e", text)
	}
	return nil
}

// longestWait keeps a typing mistake from holding a pipeline for a day.
const longestWait = 2 * time.Hour

func checkWait(text string) error {
	wait, err := time.ParseDuration(text)
	if err != nil || wait < 0 || wait > longestWait {
		return fmt.Errorf("%q is no duration between 0s and %s; expected one like 10m", text, longestWait)
	}
	return nil
}

// choice is what the configuration selects frontends by; zero values select nothing.
type choice struct {
	subnet     string // name or ID
	port       int64
	serviceUID string
}

// of is the frontends that the choice selects.
func (c choice) of(all map[string]azure.Frontend) map[string]azure.Frontend {
	chosen := map[string]azure.Frontend{}
	for name, frontend := range all {
		if c.inSubnet(frontend) && c.serves(frontend) && c.ofService(name) {
			chosen[name] = frontend
		}
	}
	return chosen
}

func (c choice) inSubnet(f azure.Frontend) bool {
	return c.subnet == "" || strings.EqualFold(strings.TrimRight(c.subnet, "/"), f.SubnetID) ||
		strings.EqualFold(c.subnet, f.SubnetID[strings.LastIndex(f.SubnetID, "/")+1:])
}

// serves: a rule for the port, or for all of them.
func (c choice) serves(f azure.Frontend) bool {
	if c.port == 0 {
		return true
	}
	for _, rule := range f.Rules {
		if rule.FrontendPort == c.port || rule.FrontendPort == 0 {
			return true
		}
	}
	return false
}

// uidLength is how much of "a" and a UID without dashes Kubernetes keeps: names of cloud load balancers are cut to 32 characters
// (kubernetes/cloud-provider, cloud.go, DefaultLoadBalancerName, 2026-11-22).
const uidLength = 32

func (c choice) ofService(name string) bool {
	if c.serviceUID == "" {
		return true
	}
	base := ("a" + strings.ToLower(strings.ReplaceAll(c.serviceUID, "-", "")))[:uidLength]
	name = strings.ToLower(name)
	return name == base || strings.HasPrefix(name, base+"-")
}

// String says in words what was looked for.
func (c choice) String() string {
	var parts []string
	if c.subnet != "" {
		parts = append(parts, "in subnet "+c.subnet)
	}
	if c.port != 0 {
		parts = append(parts, fmt.Sprintf("with port %d", c.port))
	}
	if c.serviceUID != "" {
		parts = append(parts, "of service "+c.serviceUID)
	}
	return strings.Join(parts, ", ")
}
