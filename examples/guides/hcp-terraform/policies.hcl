# A policy set of HCP Terraform, framework OPA: this file, hcp.rego, and the folder policy of the template.
policy "fraud-decisions" {
  query             = "data.hcp.deny"
  enforcement_level = "mandatory"
}
