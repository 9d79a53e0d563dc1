using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using TransitHub.Core.Storage.Books;
using TransitHub.Server.Books;
using TransitHub.Server.Security.Audit;

namespace TransitHub.Server.Security.Readers;

/// <summary>
/// The readers' keys of a hub that is scaled out: one document in Redis with its audit, changed in one step. What one process or the command line changes, every other
/// knows within <see cref="Pause"/>. Without Redis the keys that were read hold.
/// </summary>
/// <param name="store">Where they are kept.</param>
internal sealed class SharedKeys(IBookStore store) : IKeyStore
{
    /// <summary>How often it is looked whether others changed something.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly SharedBook<Book> shared = new(default, store, new Book(0, []), static b => b.Version, Decode);

    /// <inheritdoc/>
    public ImmutableArray<ReaderKey> Known() => this.shared.Current.Keys;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ReaderKey>> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            await this.shared.RefreshAsync(cancellation).ConfigureAwait(false);
            return this.Known();
        }
        catch (IOException exception)
        {
            throw new KeyStoreException($"The readers' keys cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public async Task ChangeAsync(string? who, long now, Func<ImmutableArray<ReaderKey>, KeyEdit> edit, CancellationToken cancellation)
    {
        try
        {
            await this.shared.ChangeAsync(
                before => edit(before.Keys),
                (before, made) =>
                {
                    ImmutableArray<ReaderKey> next = made.ApplyTo(before.Keys);
                    return new WrittenBook<Book>(Encoding.UTF8.GetString(KeyDocument.Encode(next)), made.Audited(who, now).Encode(), version => new Book(version, next));
                },
                cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new KeyStoreException($"The readers' keys cannot be changed: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AuditedChange>> ReadAuditAsync(int count, CancellationToken cancellation) =>
        this.shared.ReadAuditAsync(count, AuditedChange.Decode, cancellation);

    /// <summary>Follows what others change, until told to stop.</summary>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="logger">Hears when the keys cannot be read.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(TimeProvider clock, ILogger logger, CancellationToken stop)
    {
        bool isFailing = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await this.ReadAsync(stop).ConfigureAwait(false);
                isFailing = false;
            }
            catch (KeyStoreException exception)
            {
                if (!isFailing)
                {
                    ServerLog.KeysKept(logger, exception.Message);
                }

                isFailing = true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static Book Decode(long version, string text)
    {
        try
        {
            return new Book(version, KeyDocument.Decode(Encoding.UTF8.GetBytes(text)));
        }
        catch (JsonException exception)
        {
            throw new IOException($"Version {version} of them is no list of keys: {exception.Message} Put a copy back.", exception);
        }
    }

    private sealed record Book(long Version, ImmutableArray<ReaderKey> Keys);
}
