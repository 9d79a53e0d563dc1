namespace TransitHub.Core.Observations;

/// <summary>
/// What an intake has taken and what became of it, observations all:
/// <c>Received = Accepted + Rejected + Conflated + Failed + Queued</c>.
/// </summary>
/// <param name="Received">Handed over by the adapters, decoded.</param>
/// <param name="Accepted">Durable in the log.</param>
/// <param name="Rejected">Refused by the gate, or by the intake for too many devices; by reason in the ledger.</param>
/// <param name="Conflated">Given up for a newer one of the same vehicle while the queue was full.</param>
/// <param name="Failed">Never acknowledged, because the log failed or the hub was stopping.</param>
/// <param name="Queued">Waiting or being written now.</param>
public readonly record struct IntakeCounters(long Received, long Accepted, long Rejected, long Conflated, long Failed, long Queued);
