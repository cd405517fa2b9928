package aks

import (
	"errors"
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/udr-egress/terraform-provider-udr/internal/cloud"
	"github.com/udr-egress/terraform-provider-udr/internal/framework/validators"
)

var versionPattern = regexp.MustCompile(`^[0-9]+\.[0-9]+(\.[0-9]+)?$`)

func versionValidator() validator.String {
	return validators.Func("Kubernetes version", "a version such as 1.36 or 1.36.2", func(text string) error {
		if !versionPattern.MatchString(text) {
			return fmt.Errorf(`%q is not a Kubernetes version: expected a minor version such as "1.36" or a patch version such as "1.36.2"`, text)
		}
		return nil
	})
}

// dockerBridge refuses every value (aks-facts.md 2.6).
func dockerBridge() []validator.String {
	return []validator.String{validators.Func("Docker bridge", "nothing: Azure removed the setting", func(text string) error {
		return fmt.Errorf("%q cannot be set: Azure removed the Docker bridge. Nodes have run containerd since Kubernetes 1.19, azurerm dropped the "+
			"attribute in version 4, and the API does not know it any more. Remove docker_bridge_cidr; nothing takes its place", text)
	})}
}

// parseRange reads an authorized range: an address, which stands for a /32, a CIDR, or the service tag of the preview.
func parseRange(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil && addr.Zone() == "" {
		return netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	if err != nil {
		return netip.Prefix{}, fmt.Errorf(`%q is neither an address such as "203.0.113.4" nor a range such as "203.0.113.0/24"`, text)
	}
	return prefix, nil
}

// serviceTag is one word of letters: AKS takes a single service tag in a preview (aks-facts.md 3.4).
var serviceTag = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)?$`)

func rangeValidator() validator.String {
	return validators.Func("IP range", "an IPv4 address or CIDR", func(text string) error {
		if serviceTag.MatchString(text) {
			return nil
		}
		_, err := parseRange(text)
		return err
	})
}

var errEmpty = errors.New("it is empty")

// surge reads max_surge and max_unavailable.
func surge(text string) error {
	if strings.TrimSpace(text) == "" {
		return errEmpty
	}
	_, err := cloud.SurgeNodes(text, 1)
	return err
}
