# An OPA policy set for HCP Terraform: this file, hcp.rego, and the template's
# folder policy.
policy "fraud-decisions" {
  query             = "data.hcp.deny"
  enforcement_level = "mandatory"
}
