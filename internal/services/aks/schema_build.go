package aks

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int32validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/udr-egress/terraform-provider-udr/internal/framework/customtypes"
)

// The kinds of attributes. The word tells whose the value is when the configuration says nothing:
//
//	optional…  nobody's: null, and what Azure has there is neither shown nor changed
//	served…    Azure's: shown, kept as it is, and never a difference (Optional and Computed)
//	fixed…     ours: a default of the schema
//	shown…     only ever Azure's

func optionalText(text string, checks ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: text, Optional: true, Validators: checks}
}

func servedText(text string, checks ...validator.String) schema.StringAttribute {
	a := optionalText(text, checks...)
	a.Computed = true
	return a
}

func fixedText(fallback, text string, checks ...validator.String) schema.StringAttribute {
	a := servedText(text, checks...)
	a.Default = stringdefault.StaticString(fallback)
	return a
}

func shownText(text string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: text, Computed: true}
}

func optionalFlag(text string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: text, Optional: true}
}

func fixedFlag(fallback bool, text string) schema.BoolAttribute {
	return schema.BoolAttribute{MarkdownDescription: text, Optional: true, Computed: true, Default: booldefault.StaticBool(fallback)}
}

func optionalNumber(text string, least, most int32) schema.Int32Attribute {
	return schema.Int32Attribute{MarkdownDescription: text, CustomType: customtypes.WholeNumberType{}, Optional: true, Validators: []validator.Int32{int32validator.Between(least, most)}}
}

func servedNumber(text string, least, most int32) schema.Int32Attribute {
	a := optionalNumber(text, least, most)
	a.Computed = true
	return a
}

// optionalID is the ID of an object of one of the types; another spelling of the same ID is no difference.
func optionalID(text string, kinds ...string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: text, CustomType: customtypes.ResourceIDType{Types: kinds}, Optional: true,
		PlanModifiers: []planmodifier.String{customtypes.KeepEqual(customtypes.EqualResourceID)},
	}
}

func servedID(text string, kinds ...string) schema.StringAttribute {
	a := optionalID(text, kinds...)
	a.Computed = true
	return a
}

func optionalTexts(text string, checks ...validator.String) schema.SetAttribute {
	a := schema.SetAttribute{MarkdownDescription: text, ElementType: types.StringType, Optional: true, Validators: []validator.Set{setvalidator.NoNullValues()}}
	if len(checks) > 0 {
		a.Validators = append(a.Validators, setvalidator.ValueStringsAre(checks...))
	}
	return a
}

func optionalList(text string, element basetypes.StringTypable) schema.ListAttribute {
	return schema.ListAttribute{
		MarkdownDescription: text, ElementType: element, Optional: true, Validators: []validator.List{listvalidator.NoNullValues()},
	}
}

func optionalMap(text string) schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: text, ElementType: types.StringType, Optional: true, Validators: []validator.Map{mapvalidator.NoNullValues()},
	}
}

func optionalPart(text string, attributes map[string]schema.Attribute) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{MarkdownDescription: text, Optional: true, Attributes: attributes}
}

// servedPart is an object that Azure or the provider fills in where the configuration is silent (plan_settle.go).
func servedPart(text string, attributes map[string]schema.Attribute) schema.SingleNestedAttribute {
	a := optionalPart(text, attributes)
	a.Computed = true
	return a
}

func required(a schema.StringAttribute) schema.StringAttribute {
	a.Optional, a.Computed, a.Required = false, false, true
	return a
}

// replacing makes the text one that Azure does not change on a living object.
func replacing(a schema.StringAttribute, same customtypes.Comparison) schema.StringAttribute {
	a.PlanModifiers = []planmodifier.String{customtypes.ReplaceIfDifferent(same)}
	return a
}

func oneOf(texts ...string) validator.String { return stringvalidator.OneOf(texts...) }

// typesOf are the types of an object attribute's members.
func typesOf(a schema.Attribute) map[string]attr.Type {
	object, ok := a.GetType().(types.ObjectType)
	if !ok {
		return nil
	}
	return object.AttrTypes
}
