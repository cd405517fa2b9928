package armtypes

import (
	"net/http"
	"strings"
)

const roleAssignmentType = "Microsoft.Authorization/roleAssignments"

// roleAssignments hang on any scope. Role, principal and scope are for life; the triple exists once (arm-wire.md 1.6, 2.2).
func roleAssignments() *Type {
	return &Type{
		Name:              roleAssignmentType,
		APIVersions:       authorizationVersions,
		Family:            Plain,
		Scope:             ScopeExtension,
		NoTags:            true,
		NoState:           true,
		Put:               Sync,
		Patch:             None,
		Delete:            Sync,
		DeleteAnswersBody: true,
		ReadOnlyPaths:     append([]string{"properties.scope"}, auditPaths...),
		Validate:          validateRoleAssignment,
		Fill:              fillRoleAssignment,
		Compute:           showRoleAssignment,
		List:              listRoleAssignments,
		NotFound: func(id ID) *Error {
			return Errorf(http.StatusNotFound, "RoleAssignmentNotFound", "The role assignment '%s' is not found.", hexID(id.Name()))
		},
	}
}

// assignedRole is the guid of the role that an assignment's body names.
func assignedRole(body Object) string {
	id, err := ParseID(body.Str("properties.roleDefinitionId"))
	if err != nil || !id.IsType(roleDefinitionType) {
		return ""
	}
	return id.Name()
}

func validateRoleAssignment(w *Write) []*Error {
	role, principal := assignedRole(w.Body), w.Body.Str("properties.principalId")
	switch {
	case !guidForm.MatchString(w.ID.Name()):
		return []*Error{Invalid("InvalidRoleAssignmentId", "The role assignment ID '%s' is not valid. The role assignment ID must be a GUID.", w.ID.Name())}
	case role == "":
		return []*Error{Invalid("BadRequestFormat", "The request was incorrectly formatted: properties.roleDefinitionId is no role definition.").Unsure()}
	case !guidForm.MatchString(principal):
		return []*Error{Invalid("InvalidPrincipalId", "The Principal ID '%s' is not valid. Principal ID must be a GUID.", principal)} // Azure/azure-powershell issue 16627 (2021)
	}
	if err := checkEnum(w.Body, "properties.principalType", false, "User", "Group", "ServicePrincipal", "ForeignGroup", "Device"); err != nil {
		return []*Error{err}
	}
	if err := refuseRoleAssignmentUpdate(w, role, principal); err != nil {
		return []*Error{err}
	}
	if findRoleDefinition(w, roleDefinitionID(w.ID.Scope, role)) == nil {
		return []*Error{errNoRoleDefinition(role)}
	}
	if err := judgePrincipal(w, principal); err != nil {
		return []*Error{err}
	}
	return found(refuseSecondAssignment(w, role, principal))
}

// refuseRoleAssignmentUpdate: a name belongs to one triple, at one scope in the whole tenant.
func refuseRoleAssignmentUpdate(w *Write, role, principal string) *Error {
	refusal := Invalid("RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.")
	if w.Prev != nil && (!strings.EqualFold(assignedRole(w.Prev), role) || !strings.EqualFold(w.Prev.Str("properties.principalId"), principal)) {
		return refusal
	}
	for _, other := range w.All(roleAssignmentType) {
		if strings.EqualFold(other.ID.Name(), w.ID.Name()) && !strings.EqualFold(other.ID.Scope, w.ID.Scope) {
			return refusal
		}
	}
	return nil
}

// judgePrincipal looks the principal up in what stands for the directory here. One that is unknown passes when the client says its type,
// as in Azure, where that is the remedy against replication delay.
func judgePrincipal(w *Write, principal string) *Error {
	kind, known := principalType(w, principal)
	said := w.Body.Str("properties.principalType")
	switch {
	case w.Prev != nil:
		return nil
	case !known && said == "":
		return Invalid("PrincipalNotFound", "Principal %s does not exist in the directory %s. Check that you have the correct principal ID. If you are creating this principal "+
			"and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, "+
			"such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype", hexID(principal), w.TenantID)
	case known && said != "" && !strings.EqualFold(said, kind):
		// Azure/modern-web-app-pattern-dotnet pull 129 (2023) has the text.
		return Invalid("UnmatchedPrincipalType", "The PrincipalId '%s' has type '%s' , which is different from specified PrinciaplType '%s'.", hexID(principal), kind, said)
	}
	return nil
}

// principalType finds who asks, the managed identities, and the service principals that were made through Graph.
func principalType(w *Write, principal string) (string, bool) {
	known := strings.EqualFold(principal, w.CallerID) || w.HasPrincipal(principal)
	for _, identity := range ManagedIdentities(w) {
		known = known || strings.EqualFold(identity.PrincipalID, principal)
	}
	if !known {
		return "", false
	}
	return "ServicePrincipal", true
}

func refuseSecondAssignment(w *Write, role, principal string) *Error {
	for _, other := range w.All(roleAssignmentType) {
		if strings.EqualFold(other.ID.Name(), w.ID.Name()) || !strings.EqualFold(other.ID.Scope, w.ID.Scope) {
			continue
		}
		if strings.EqualFold(assignedRole(other.Body), role) && strings.EqualFold(other.Body.Str("properties.principalId"), principal) {
			return Errorf(http.StatusConflict, "RoleAssignmentExists", "The role assignment already exists. The ID of the existing role assignment is %s.", hexID(other.ID.Name()))
		}
	}
	return nil
}

func fillRoleAssignment(w *Write) {
	w.Body.Set("properties.scope", w.ID.Scope)
	if w.ID.Scope == "" {
		w.Body.Set("properties.scope", "/")
	}
	w.Body.Set("properties.roleDefinitionId", roleDefinitionID(w.ID.Scope, strings.ToLower(assignedRole(w.Body))).String())
	if w.Body.Str("properties.principalType") == "" {
		kind, _ := principalType(w, w.Body.Str("properties.principalId"))
		if w.Prev != nil {
			kind = w.Prev.Str("properties.principalType")
		}
		w.Body.Set("properties.principalType", kind)
	}
	fillAudit(w, "properties.principalId", "properties.description", "properties.condition", "properties.conditionVersion")
}

// showRoleAssignment writes the members that are null as null, as the service does.
func showRoleAssignment(_ View, d *Document) {
	for _, member := range []string{"condition", "conditionVersion", "delegatedManagedIdentityResourceId", "description"} {
		d.Body.Default("properties."+member, nil)
	}
}

// listRoleAssignments: without a filter what holds at, above and below the scope; with atScope() what holds there, which is at and above.
func listRoleAssignments(r *ListRequest) ([]*Document, *Error) {
	conditions, err := parseConditions(r.Filter, "atScope", "principalId", "assignedTo")
	if err != nil {
		return nil, err
	}
	var docs []*Document
	for _, d := range r.All(roleAssignmentType) {
		above, below := withinScope(r.Scope, d.ID.Scope), withinScope(d.ID.Scope, r.Scope)
		if above || below && !has(conditions, "atScope") {
			if meetsAssignment(d, conditions) {
				docs = append(docs, d)
			}
		}
	}
	return docs, nil
}

func meetsAssignment(d *Document, conditions []condition) bool {
	for _, c := range conditions {
		if c.name != "atscope" && !strings.EqualFold(d.Body.Str("properties.principalId"), c.value) {
			return false
		}
	}
	return true
}
