using System.Buffers.Binary;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Storage.States;

/// <summary>States as <see cref="StateFile"/>s in the feed's folder, the embedded form: <c>{data}/{feed}/states/{shard}.{name}</c>, or <c>encoder.{name}</c>.</summary>
/// <param name="data">The hub's data folder.</param>
/// <param name="leases">Tells whether a writer may still write.</param>
public sealed class LocalStateStore(string data, LocalLeases leases) : IStateStore
{
    private const int HeaderSize = 12;

    /// <inheritdoc/>
    public ValueTask SaveAsync(string name, StoredState state, Lease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(lease);
        string path = this.PathOf(lease.Name, name);
        byte[] bytes = new byte[HeaderSize + state.Content.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, state.Schema);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), state.Sequence);
        state.Content.Span.CopyTo(bytes.AsSpan(HeaderSize));
        leases.Write(lease, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            StateFile.Write(path, bytes);
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<StateReading> ReadAsync(LeaseName owner, string name, CancellationToken cancellationToken)
    {
        string path = this.PathOf(owner, name);
        StateFileContent read = StateFile.Read(path);
        if (read.Content is not { } bytes)
        {
            return ValueTask.FromResult(new StateReading(null, read.Problem));
        }

        return ValueTask.FromResult(bytes.Length < HeaderSize
            ? new StateReading(null, $"{path} is no state of a shard; it is replaced.")
            : new StateReading(
                new StoredState(BinaryPrimitives.ReadInt32LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(4)), bytes.AsMemory(HeaderSize)),
                null));
    }

    private string PathOf(LeaseName owner, string name)
    {
        StorageName.ThrowIfInvalid(name);
        string[] parts = owner.ToString().Split('/');
        return Path.Combine(data, parts[0], "states", $"{parts[1]}.{name}");
    }
}
