using System.Globalization;
using System.Runtime.CompilerServices;

namespace TransitHub.Core.Conformance;

/// <summary>A finding's text, which is made only while findings of the rule are kept: a feed with a million of them costs no million texts.</summary>
[InterpolatedStringHandler]
internal ref struct NoticeText
{
    private DefaultInterpolatedStringHandler text;
    private readonly bool isKept;

    public NoticeText(int literalLength, int formattedCount, FeedContext feed, RealtimeRule rule, out bool isKept)
    {
        this.isKept = isKept = feed.Findings.Keeps(rule.Code);
        this.text = isKept ? new DefaultInterpolatedStringHandler(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    public void AppendLiteral(string value) => this.text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => this.text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string format) => this.text.AppendFormatted(value, format);

    public string? Take() => this.isKept ? this.text.ToStringAndClear() : null;
}
