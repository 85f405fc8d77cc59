package io.userstream.tests.faults;

import java.util.List;

/** The fault matrix: all cells. */
final class Cells {
  /** The cells, in the order in which they strike and are listed. */
  static final List<Cell> ALL =
      List.of(
          DriverCells.KILLED,
          DriverCells.TERMINATED,
          DriverCells.OTHER_BUILD,
          SparkCells.EXECUTOR_KILLED,
          SparkCells.WORKER_KILLED,
          SparkCells.MASTER_KILLED,
          KafkaCells.BROKER_KILLED,
          KafkaCells.CONTROLLER_KILLED,
          CassandraCells.KILLED,
          CassandraCells.AWAY,
          CassandraCells.REPLICAS_MISSING,
          CassandraCells.NETWORK_CUT,
          LogCells.RECREATED,
          TransactionCells.HANGING,
          DriverCells.TWO,
          SparkCells.POISON_STORM,
          SparkCells.MASTER_FORGETFUL,
          CassandraCells.TABLE_READ_ONLY,
          CassandraNodeCells.KILLED,
          DataCenterCells.REMOTE_DOWN,
          IngestCells.BROKER_KILLED,
          ReplayCells.KILLED,
          CommandCells.REDRIVE,
          CommandCells.REPAIR,
          CommandCells.ERASE,
          RegistryCells.LAGGING,
          CertificateCells.RENEWED,
          LogCells.TRUNCATED);

  private Cells() {}
}
