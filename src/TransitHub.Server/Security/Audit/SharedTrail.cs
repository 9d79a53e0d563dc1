using TransitHub.Core.Storage.Books;
using TransitHub.Server.Books;

namespace TransitHub.Server.Security.Audit;

/// <summary>An audit in Redis, for all processes of the hub: that of a book whose document says nothing.</summary>
/// <param name="store">Where it is kept.</param>
internal sealed class SharedTrail(IBookStore store) : IAuditTrail
{
    private readonly SharedBook<Book> shared = new(default, store, new Book(0), static b => b.Version, static (version, _) => new Book(version));

    /// <inheritdoc/>
    public Task AppendAsync(AuditedChange change, CancellationToken cancellation) => this.shared.ChangeAsync(
        _ => change, static (_, made) => new WrittenBook<Book>("{}", made.Encode(), static version => new Book(version)), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditedChange>> ReadAsync(int count, CancellationToken cancellation) => this.shared.ReadAuditAsync(count, AuditedChange.Decode, cancellation);

    private sealed record Book(long Version);
}
