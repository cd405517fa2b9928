package rules

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/view"
)

// The checks of rules, without the prefix of the resource. Each can be switched off with skip_checks, because Azure may change the fact.
const (
	CheckName        = "NAME"        // naming rules (aks-facts.md 3.5)
	CheckTier        = "TIER"        // what a tier cannot do (4.1, FW-46)
	CheckPriority    = "PRIORITY"    // range and uniqueness of priorities (FW-5, FW-6)
	CheckSource      = "SOURCE"      // a rule without a source (FW-13, FW-14)
	CheckDestination = "DESTINATION" // a rule without a destination, or with ones that exclude one another (FW-15, FW-27)
	CheckTag         = "TAG"         // spelling of service tags and FQDN tags (FW-16, FW-26)
	CheckFQDN        = "FQDN"        // names in network rules (FW-21)
	CheckURL         = "URL"         // form of URLs (FW-28)
	CheckPort        = "PORT"        // ports of each kind (FW-20)
	CheckProtocol    = "PROTOCOL"    // protocols of each kind (FW-22, FW-26, FW-39)
	CheckProxy       = "DNS-PROXY"   // names that need the DNS proxy (FW-21)
	CheckTLS         = "TLS"         // termination without a certificate, or of the API server (FW-28, FW-30)
	CheckNAT         = "NAT"         // targets of NAT rules, and NAT under forced tunnelling (FW-39, FW-43)
	CheckIPv6        = "IPV6"        // IPv6 in rules (FW-47)
	CheckLimit       = "LIMIT"       // counts and sizes (4.2)
	CheckClassic     = "CLASSIC"     // what classic rules cannot say (4.1)
)

// CheckIDs are the IDs of all checks of rules in a policy, for a resource whose IDs begin with the prefix.
func CheckIDs(prefix string) []string {
	var ids []string
	for _, check := range []string{
		CheckDestination, CheckProxy, CheckFQDN, CheckIPv6, CheckLimit, CheckName, CheckNAT, CheckPort, CheckPriority, CheckProtocol, CheckSource, CheckTag,
		CheckTier, CheckTLS, CheckURL,
	} {
		ids = append(ids, prefix+"-"+check)
	}
	return ids
}

// Place says where rules are put.
type Place string

// The places. Of an unknown one nothing is said that holds in one of them only.
const (
	OwnPolicy    Place = "own"     // a policy that is made with the rules
	OthersPolicy Place = "others"  // somebody else's policy
	Classic      Place = "classic" // the firewall itself
	Unknown      Place = ""
)

func (p Place) policy() bool { return p == OwnPolicy || p == OthersPolicy }

// Config is what rules are judged by: the known part of a configuration. What is not known is left unknown.
type Config struct {
	Prefix string    // of the IDs of checks
	At     path.Path // of the groups
	Groups Groups
	Place  Place

	Tier        view.Leaf[string] // of the policy, else of the firewall
	Proxy       view.Leaf[bool]   // whether the firewall answers DNS queries
	Certificate view.Leaf[bool]   // whether there is a certificate to decrypt with
	PublicIPs   int               // how many the firewall has, at least

	Short     string // the name of the short form's group
	Generated []Generated
}

// Generated are rules that a resource adds of itself: a group, or classic collections named after it, one of network rules and one of application rules.
type Generated struct {
	Name     string
	Priority view.Leaf[int32]
	At       path.Path
}

// judging is one pass over a configuration.
type judging struct {
	Config
	Findings
}

// Judge finds everything in rules that Azure refuses or that cannot work, all at once. It reads known values alone, so that an unknown sibling
// never switches off the check of a known one (law L1).
func Judge(c Config) []diags.Check {
	j := &judging{Config: c, Findings: Findings{Prefix: c.Prefix}}
	for _, check := range []func(){
		j.required, j.names, j.tiers, j.groups, j.rules, j.proxy, j.tls, j.classic, j.limits,
	} {
		check()
	}
	return j.List
}

// required asks elements of maps and lists for what they must have (see requiredOfGroup).
func (j *judging) required() {
	for _, group := range j.Groups {
		if !group.Short {
			j.Required(group.Fields, group.At, requiredOfGroup)
		}
		for _, collection := range group.Collections {
			j.Required(collection.Fields, collection.At, requiredOfCollection[collection.Kind])
		}
	}
	j.Groups.Each("", func(rule Rule) {
		j.Required(rule.Fields, rule.At, requiredOfRule[rule.Kind])
		for i, element := range view.Elements(rule.Fields["protocols"]) {
			if one := view.Object(element); one != nil {
				j.Required(one, rule.At.AtName("protocols").AtListIndex(i), requiredOfProtocol)
			}
		}
	})
}
