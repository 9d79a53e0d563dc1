using TransitHub.Archive.Columns;
using TransitHub.Core.Observations;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Records;
using static TransitHub.Archive.Tables.RecordColumns;
using Kinds = TransitHub.Archive.Columns.ColumnKinds<TransitHub.Core.Storage.LoggedRecord>;

namespace TransitHub.Archive.Tables;

/// <summary>
/// What a hub notes for itself in the log of a shard (that time passes, what other shards learned), and whatever else has no table of its own: in
/// the log's form, so that a replay of the day has it too.
/// </summary>
internal sealed class HubRecordsTable : ObservationTable
{
    private const string RecordColumn = "hub_record";

    // It keeps a buffer; days of several feeds may be written at once.
    private readonly LogEntry entry = new();

    public HubRecordsTable() => this.Columns =
    [
        Sequence,
        ReceivedAt,
        Kinds.Text("hub_kind", r => r.Observation.Kind.Name(), isRequired: true).Derived(),
        Kinds.Bytes(RecordColumn, this.Encode),
    ];

    /// <inheritdoc/>
    public override string Name => "hub_records";

    /// <inheritdoc/>
    public override IReadOnlyList<Column<LoggedRecord>> Columns { get; }

    /// <inheritdoc/>
    public override bool Takes(Observation observation) => true;

    /// <inheritdoc/>
    public override Func<int, LoggedRecord> Rows(GroupColumns group)
    {
        long?[] sequence = group.Values<long>(ArchiveFormat.Sequence);
        ReadOnlyMemory<byte>[] record = group.Bytes(RecordColumn);
        return i => this.Decode(record[i].Span, sequence[i].GetValueOrDefault());
    }

    private byte[] Encode(LoggedRecord record)
    {
        lock (this.entry)
        {
            return this.entry.Encode([record.Observation], 0, int.MaxValue, out _, out _).ToArray();
        }
    }

    private LoggedRecord Decode(ReadOnlySpan<byte> bytes, long sequence)
    {
        List<LoggedRecord> read = new(1);
        lock (this.entry)
        {
            return this.entry.Decode(bytes, sequence, read) is { } wrong ? throw new InvalidDataException(wrong) : read[0];
        }
    }
}
