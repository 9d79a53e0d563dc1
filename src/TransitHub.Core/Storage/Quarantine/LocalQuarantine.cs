using System.Buffers.Binary;
using System.Globalization;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Storage.Quarantine;

/// <summary>One <see cref="StateFile"/> a record, the embedded form: <c>{data}/{feed}/quarantine/{shard}.{sequence}</c>, and <c>{shard}.left-out</c>.</summary>
/// <param name="data">The hub's data folder.</param>
public sealed class LocalQuarantine(string data) : IQuarantine
{
    private readonly Lock sync = new();

    /// <inheritdoc/>
    public ValueTask AddAsync(ShardId shard, QuarantinedRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        lock (this.sync)
        {
            string folder = this.FolderOf(shard);
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{shard.Number}.{record.Sequence:D20}"));
            if (File.Exists(path))
            {
                return ValueTask.CompletedTask;
            }

            if (Files(shard, folder).Length < QuarantinedRecord.MaxKept)
            {
                StateFile.Write(path, record.Encode());
                return ValueTask.CompletedTask;
            }

            byte[] count = new byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(count, LeftOut(shard, folder) + 1);
            StateFile.Write(LeftOutFile(shard, folder), count);
            return ValueTask.CompletedTask;
        }
    }

    /// <inheritdoc/>
    public ValueTask<QuarantineList> ListAsync(ShardId shard, CancellationToken cancellationToken)
    {
        lock (this.sync)
        {
            string folder = this.FolderOf(shard);
            return ValueTask.FromResult(Directory.Exists(folder)
                ? new QuarantineList(
                    [.. Files(shard, folder).Select(StateFile.Read).Select(f => f.Content is { } bytes ? QuarantinedRecord.Decode(bytes) : null).OfType<QuarantinedRecord>()],
                    LeftOut(shard, folder))
                : new QuarantineList([], 0));
        }
    }

    /// <summary>Twenty digits, so that names sort as sequences do.</summary>
    private static string[] Files(ShardId shard, string folder) =>
        [.. Directory.GetFiles(folder, string.Create(CultureInfo.InvariantCulture, $"{shard.Number}.????????????????????")).Order(StringComparer.Ordinal)];

    private static long LeftOut(ShardId shard, string folder) =>
        StateFile.Read(LeftOutFile(shard, folder)).Content is { } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    private static string LeftOutFile(ShardId shard, string folder) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{shard.Number}.left-out"));

    private string FolderOf(ShardId shard) => Path.Combine(data, shard.Feed.ToString(), "quarantine");
}
