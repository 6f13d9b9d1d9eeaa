package io.osapi.domain.operation;

/** What a host is made of. */
public final class InventoryOperations {
  private static final Family INVENTORY = new Family("inventory", "What hosts are made of");

  public static final Operation<NoInput, Inventory> GET =
      INVENTORY.query("get", "Read what a host is made of", NoInput.class, Inventory.class);

  static final Family.Members ALL = INVENTORY.of(GET);

  private InventoryOperations() {}
}
