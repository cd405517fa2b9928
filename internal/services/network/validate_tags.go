package network

import (
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/diags"
	"github.com/udr-egress/terraform-provider-udr/internal/lifecycle"
)

// judgeTags: Azure's rules for tags, and names that the provider keeps for itself.
func judgeTags(s shape) []diags.Check {
	return lifecycle.JudgeTags(checkTags, path.Root("tags"), s.tags)
}
