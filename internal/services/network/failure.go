package network

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"

	azure "github.com/udr-egress/terraform-provider-udr/internal/azure/network"
)

// existing is an ExistsError with the attribute that names the child.
type existing struct {
	*azure.ExistsError
	at path.Path
}

func asExists(err error) (existing, bool) {
	var exists *azure.ExistsError
	if !errors.As(err, &exists) {
		return existing{}, false
	}
	at := peeringsPath
	if exists.Kind == "subnet" {
		at = subnetsPath.AtMapKey(exists.ID.Name())
	}
	return existing{exists, at}, true
}
