provider "azurerm" {
  features {}
  subscription_id = local.incident.subscription_id
}

provider "azuread" {
  tenant_id = var.customer_tenant_id
}

variable "customer_tenant_id" {
  description = "The customer's tenant."
  type        = string
}

variable "contributors" {
  description = "Object ids of the users who can change the subscription when there is no incident."
  type        = set(string)
}

locals {
  scope       = "/subscriptions/${local.incident.subscription_id}"
  compromised = toset(local.incident.compromised_users)
}

# Nobody can sign in to anything as a compromised user.
resource "azuread_conditional_access_policy" "block_compromised" {
  count        = length(local.compromised) > 0 ? 1 : 0
  display_name = "${local.incident.ticket}: block compromised users"
  state        = "enabled"

  conditions {
    client_app_types = ["all"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_users = local.compromised
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["block"]
  }
}

# Compromised users lose their roles.
resource "azurerm_role_assignment" "contributor" {
  for_each = setsubtract(var.contributors, local.compromised)

  scope                = local.scope
  role_definition_name = "Contributor"
  principal_id         = each.value
}

# Until the incident is resolved, nobody can add compute resources. Existing
# ones keep running.
resource "azurerm_subscription_policy_assignment" "no_new_compute" {
  count                = local.resolved ? 0 : 1
  name                 = "no-new-compute"
  display_name         = "${local.incident.ticket}: no new compute"
  subscription_id      = local.scope
  policy_definition_id = "/providers/Microsoft.Authorization/policyDefinitions/6c112d4e-5bc7-47ae-a041-ea2d9dccd749" # Not allowed resource types

  parameters = jsonencode({
    listOfResourceTypesNotAllowed = {
      value = [
        "Microsoft.Batch/batchAccounts",
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
        "Microsoft.ContainerInstance/containerGroups",
        "Microsoft.MachineLearningServices/workspaces",
      ]
    }
  })
}
