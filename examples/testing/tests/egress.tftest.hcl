mock_provider "udr" {}

run "the_cluster_reaches_what_it_needs" {
  command = plan

  assert {
    condition     = output.egress == "allowed"
    error_message = local.verdict.report
  }
}

run "a_forgotten_rule_fails_the_plan" {
  command = plan

  variables {
    rules = { registry = { destination_fqdns = ["mcr.microsoft.com", "*.data.mcr.microsoft.com"] } }
  }

  expect_failures = [output.egress]
}

run "the_reason_is_said" {
  command = plan

  variables {
    rules = { core = { destination_fqdns = ["mcr.microsoft.com"] } }
  }

  assert {
    condition     = strcontains(local.verdict.report, "nodes would stop with exit code 51")
    error_message = local.verdict.report
  }

  expect_failures = [output.egress]
}

run "names_for_another_firewall" {
  command = plan

  assert {
    condition     = contains(output.required, "mcr.microsoft.com") && !contains(output.required, "data.policy.core.windows.net")
    error_message = join(", ", output.required)
  }
}

run "a_feature_needs_more" {
  command = plan

  variables {
    features = ["azure_policy"]
    rules = {
      aks    = { fqdn_tags = ["AzureKubernetesService"] }
      policy = { destination_fqdns = ["data.policy.core.windows.net", "store.policy.core.windows.net", "dc.services.visualstudio.com"] }
    }
  }

  assert {
    condition     = output.egress == "allowed"
    error_message = local.verdict.report
  }

  assert {
    condition     = contains(output.required, "data.policy.core.windows.net")
    error_message = join(", ", output.required)
  }
}

run "a_firewall_needs_room" {
  command = plan

  variables {
    firewall_prefix = "10.42.240.0/28"
  }

  expect_failures = [var.firewall_prefix]
}
