using System.Collections.Immutable;
using TransitHub.Server.Security.Audit;

namespace TransitHub.Server.Security.Readers;

/// <summary>Where the readers' keys are kept: a file of this machine (<see cref="KeyFile"/>), or Redis for all processes of a hub (<see cref="SharedKeys"/>).</summary>
internal interface IKeyStore
{
    /// <summary>The keys as far as they are known here, without waiting for others; the same list until they change.</summary>
    /// <exception cref="KeyStoreException">They cannot be read.</exception>
    ImmutableArray<ReaderKey> Known();

    /// <summary>The newest keys.</summary>
    /// <exception cref="KeyStoreException">They cannot be read.</exception>
    Task<ImmutableArray<ReaderKey>> ReadAsync(CancellationToken cancellation);

    /// <summary>Changes a key, or adds one, and notes it in the audit, both or neither.</summary>
    /// <param name="who">The operator; null: whoever uses the command line.</param>
    /// <param name="now">When, Unix seconds.</param>
    /// <param name="edit">What becomes of the newest keys; called again where others changed them meanwhile.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="KeyStoreException">They cannot be changed, or <paramref name="edit"/> says that what is asked for cannot be.</exception>
    Task ChangeAsync(string? who, long now, Func<ImmutableArray<ReaderKey>, KeyEdit> edit, CancellationToken cancellation);

    /// <summary>The newest changes, the newest first.</summary>
    /// <param name="count">How many at most, from 1.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    Task<IReadOnlyList<AuditedChange>> ReadAuditAsync(int count, CancellationToken cancellation);
}
