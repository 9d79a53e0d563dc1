using TransitHub.Core.Graphs;

namespace TransitHub.Core.Fusion.Shards;

/// <summary>The form in which what shards report is kept.</summary>
/// <param name="Encode">Makes a report's bytes.</param>
/// <param name="Decode">Reads them again.</param>
/// <param name="EncodeDetails">Makes the bytes of details.</param>
/// <param name="DecodeDetails">Reads them again.</param>
public sealed record ReportForm(
    Func<ShardReport, byte[]> Encode,
    Func<ReadOnlyMemory<byte>, ShardReport> Decode,
    Func<ShardDetails, byte[]> EncodeDetails,
    Func<ReadOnlyMemory<byte>, ShardDetails> DecodeDetails)
{
    /// <summary>The hub's own: by the names of fields, so that processes of two versions understand each other.</summary>
    public static ReportForm ByNames { get; } = new(
        static report => GraphCodec.Encode(report), static bytes => GraphCodec.Decode<ShardReport>(bytes),
        static details => GraphCodec.Encode(details), static bytes => GraphCodec.Decode<ShardDetails>(bytes));

    /// <summary>The name of reports in the store of states.</summary>
    internal const string Name = "report";

    /// <summary>The name of details there.</summary>
    internal const string DetailsName = "details";

    /// <summary>The version of their place there; the content has a form of its own.</summary>
    internal const int Schema = 1;
}
