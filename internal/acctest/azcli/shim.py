"""Mends three defects of Debian's azure-cli 2.45 at import (arm-wire.md 3.1.4).

It changes which Python modules the CLI finds. What the CLI sends is not touched.
"""

import functools
import importlib
import importlib.abc
import importlib.machinery
import sys

WANTED = "azure.mgmt.network.v2022_01_01"
PACKAGED = "azure.mgmt.network.v2022_07_01"


class NetworkClient(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers the import of the network client that is left out with the one that is packaged."""

    missing = None

    def find_spec(self, name, path=None, target=None):
        if name == WANTED:
            self.missing = importlib.machinery.PathFinder.find_spec(name, path) is None
        if not self.missing or not (name + ".").startswith(WANTED + "."):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return importlib.import_module(PACKAGED + spec.name[len(WANTED):])

    def exec_module(self, module):
        pass


class AuthorizationClient(importlib.abc.MetaPathFinder):
    """Gives the operations of the authorization client the attribute "config", by the name that they have for it, and has "create" take
    the parameter custom_headers, in which `az aks create` gives None: no headers of its own."""

    def find_spec(self, name, path=None, target=None):
        if not name.startswith("azure.mgmt.authorization.") or not name.endswith(".operations"):
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None:
            spec.loader.exec_module = self.adding(spec.loader.exec_module)
        return spec

    @staticmethod
    def adding(load):
        def exec_module(module):
            load(module)
            for item in vars(module).values():
                if not isinstance(item, type):
                    continue
                if not hasattr(item, "config"):
                    item.config = property(lambda operations: operations._config)
                if hasattr(item, "create"):
                    item.create = AuthorizationClient.taking(item.create)

        return exec_module

    @staticmethod
    def taking(create):
        @functools.wraps(create)
        def taker(self, *args, custom_headers=None, **kwargs):
            return create(self, *args, **kwargs, **({"headers": custom_headers} if custom_headers else {}))

        return taker


sys.meta_path[:0] = [NetworkClient(), AuthorizationClient()]
