terraform {
  required_providers {
    udr = {
      source = "udr-egress/udr"
    }
  }
}

# Every attribute may come from its ARM_* variable instead; with `az login` and ARM_SUBSCRIPTION_ID the block may be empty.
provider "udr" {
  subscription_id = "00000000-0000-0000-0000-000000000000"

  # Whose objects these are: an apply that was cut off before it could save its state may then take up its own again.
  owner        = "platform-team/prod"
  default_tags = { environment = "prod" }
}
