using System.Buffers.Binary;
using System.Text;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Registry;

/// <summary>The shared devices file as a <see cref="StateFile"/>, the embedded form: <c>{data}/{feed}/registry</c>.</summary>
/// <param name="data">The hub's data folder.</param>
public sealed class LocalDeviceRegistryStore(string data) : IDeviceRegistryStore
{
    private readonly Lock sync = new();

    /// <inheritdoc/>
    public ValueTask<long?> TryReplaceAsync(FeedId feed, string text, long expectedVersion, CancellationToken cancellationToken)
    {
        byte[] document = RegistryDocument.Encode(text);
        lock (this.sync)
        {
            if ((this.Read(feed)?.Version ?? 0) != expectedVersion)
            {
                return ValueTask.FromResult<long?>(null);
            }

            byte[] bytes = new byte[sizeof(long) + document.Length];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, expectedVersion + 1);
            document.CopyTo(bytes, sizeof(long));
            string path = this.PathOf(feed);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            StateFile.Write(path, bytes);
            return ValueTask.FromResult<long?>(expectedVersion + 1);
        }
    }

    /// <inheritdoc/>
    public ValueTask<RegistryDocument?> FindAsync(FeedId feed, long knownVersion, CancellationToken cancellationToken)
    {
        lock (this.sync)
        {
            return ValueTask.FromResult(this.Read(feed) is { } document && document.Version > knownVersion ? document : null);
        }
    }

    private RegistryDocument? Read(FeedId feed)
    {
        StateFileContent read = StateFile.Read(this.PathOf(feed));
        return read.Problem is { } problem ? throw new IOException($"The shared devices file cannot be used: {problem}")
            : read.Content is { } bytes ? new RegistryDocument(BinaryPrimitives.ReadInt64LittleEndian(bytes), Encoding.UTF8.GetString(bytes.AsSpan(sizeof(long))))
            : null;
    }

    private string PathOf(FeedId feed) => Path.Combine(data, feed.ToString(), "registry");
}
