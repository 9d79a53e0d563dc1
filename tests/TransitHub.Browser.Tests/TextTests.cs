using System.Text.RegularExpressions;
using TransitHub.Core.Observations;
using TransitHub.Testing;

namespace TransitHub.Browser.Tests;

/// <summary>Nothing that the hub can say is left without a word in either language.</summary>
public sealed partial class TextTests
{
    [Fact]
    public void Thai_has_a_text_wherever_english_has_one() => Assert.Equal(Keys("en").Order(StringComparer.Ordinal), Keys("th").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_reason_for_being_on_no_trip_has_plain_words() =>
        Assert.Empty(Enum.GetValues<RejectionReason>().Where(r => r.Stage() == "match").Select(r => $"reason.{r.Name()}").Except(Keys("en")));

    private static IReadOnlyList<string> Keys(string language) =>
        [.. Key().Matches(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src", "TransitHub.Server", "Web", "app", "texts", $"{language}.js"))).Select(m => m.Groups[1].Value)];

    [GeneratedRegex(@"^  '?([\w.]+)'?: ", RegexOptions.Multiline)]
    private static partial Regex Key();
}
