// Package answer is the Terraform form of what the pure packages answer: the rows
// of required egress, retired names, and reports of the evaluator. Data sources
// and functions show the same objects, so they are made in one place.
package answer

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Column is one attribute of a row.
type Column struct {
	Name string
	// Text describes the column in Markdown.
	Text string
	Type attr.Type
}

// Table is the shape of a list of rows.
type Table []Column

// Object is the type of one row.
func (t Table) Object() types.ObjectType {
	out := types.ObjectType{AttrTypes: map[string]attr.Type{}}
	for _, c := range t {
		out.AttrTypes[c.Name] = c.Type
	}
	return out
}

// Attribute is the computed attribute that holds the rows of a data source.
func (t Table) Attribute(text string) schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, c := range t {
		attributes[c.Name] = c.attribute()
	}
	return schema.ListNestedAttribute{
		MarkdownDescription: text, Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

// Markdown lists the columns, for the description of a function.
func (t Table) Markdown() string {
	lines := make([]string, len(t))
	for i, c := range t {
		lines[i] = "- `" + c.Name + "`: " + c.Text
	}
	return strings.Join(lines, "\n")
}

func (c Column) attribute() schema.Attribute {
	switch c.Type {
	case types.BoolType:
		return schema.BoolAttribute{MarkdownDescription: c.Text, Computed: true}
	case types.Int64Type:
		return schema.Int64Attribute{MarkdownDescription: c.Text, Computed: true}
	case types.StringType:
		return schema.StringAttribute{MarkdownDescription: c.Text, Computed: true}
	}
	return schema.ListAttribute{MarkdownDescription: c.Text, Computed: true, ElementType: types.StringType}
}

// texts is the type of a list of strings.
var texts = types.ListType{ElemType: types.StringType}
