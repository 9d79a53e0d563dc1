using TransitHub.Gtfs.Notices;
using TransitHub.Server.Commands.Validate;
using TransitHub.Server.Statics;

namespace TransitHub.Server.Views;

/// <summary>What became of an uploaded static GTFS that is kept, and not in service.</summary>
/// <param name="Version">The version.</param>
/// <param name="IsNew">False: these files, byte for byte, were kept before.</param>
/// <param name="ReceivedBytes">Size of what was uploaded.</param>
/// <param name="Attention">What an operator should look at before it goes into service, a sentence each: what keeps such a version from going there by itself.</param>
/// <param name="Findings">What the validator found.</param>
/// <param name="Diff">Where to ask what it changes.</param>
internal sealed record StaticUploadView(StaticVersionView Version, bool IsNew, long ReceivedBytes, IReadOnlyList<string> Attention, StaticFindings Findings, string Diff);

/// <summary>What the validator found in a static GTFS, as <c>transithub validate</c> does.</summary>
/// <param name="Errors">Against the reference.</param>
/// <param name="Warnings">Against a recommendation, or doubtful.</param>
/// <param name="Infos">Good to know.</param>
/// <param name="Kinds">By rule, the gravest first.</param>
internal sealed record StaticFindings(long Errors, long Warnings, long Infos, IReadOnlyList<StaticFinding> Kinds)
{
    /// <summary>Rules that are told: all that a feed breaks in practice.</summary>
    private const int MostKinds = 100;

    /// <summary>Of a report.</summary>
    public static StaticFindings Of(NoticeReport report) => new(
        report.CountOf(NoticeSeverity.Error), report.CountOf(NoticeSeverity.Warning), report.CountOf(NoticeSeverity.Info),
        [.. report.Kinds.Take(MostKinds).Select(k => new StaticFinding(k.Code, k.Severity, k.Total, [.. k.Shown.Take(StaticUploads.NoticesPerCode).Select(StaticFindingSample.Of)]))]);
}

/// <summary>A rule that a static GTFS breaks.</summary>
/// <param name="Code">The rule, by the canonical validator's name where that has it.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Total">How often.</param>
/// <param name="Samples">The first of them.</param>
internal sealed record StaticFinding(string Code, NoticeSeverity Severity, long Total, IReadOnlyList<StaticFindingSample> Samples);

/// <summary>Where a rule is broken.</summary>
/// <param name="File">The file; null: the feed as a whole.</param>
/// <param name="Line">Its line, the header being 1; null: the whole file.</param>
/// <param name="Field">The column; null: none alone.</param>
/// <param name="Value">What stands there, shortened.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
internal sealed record StaticFindingSample(string? File, long? Line, string? Field, string? Value, string Message)
{
    /// <summary>Of a notice.</summary>
    public static StaticFindingSample Of(Notice notice) => new(
        notice.File.Length > 0 ? notice.File : null, notice.Line > 0 ? notice.Line : null, notice.Field, notice.Value, notice.Message);
}
