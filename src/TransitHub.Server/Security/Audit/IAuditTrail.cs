namespace TransitHub.Server.Security.Audit;

/// <summary>An audit of what has no book of its own: a file of this machine (<see cref="AuditFile"/>), or Redis for all processes of a hub (<see cref="SharedTrail"/>).</summary>
internal interface IAuditTrail
{
    /// <summary>Adds a change.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    Task AppendAsync(AuditedChange change, CancellationToken cancellation);

    /// <summary>The newest changes, the newest first.</summary>
    /// <param name="count">How many at most, from 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    Task<IReadOnlyList<AuditedChange>> ReadAsync(int count, CancellationToken cancellation);
}
