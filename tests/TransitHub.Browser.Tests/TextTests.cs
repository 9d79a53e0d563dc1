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

    [Fact]
    public void Every_reason_for_a_refusal_has_a_sentence_and_every_stage_a_remedy()
    {
        RejectionReason[] reasons = [.. Enum.GetValues<RejectionReason>().Where(r => r != RejectionReason.None)];
        Assert.Empty(reasons.Where(r => r.Stage() != "match").Select(r => $"why.{r.Name()}").Except(Keys("en")));
        Assert.Empty(reasons.Where(r => r.Stage() != "repair").Select(r => $"mend.{r.Name()}").Except(Keys("en")));
        Assert.Empty(reasons.SelectMany(r => new[] { $"mend.stage.{r.Stage()}", $"rejections.stage.{r.Stage()}", $"rejections.stage.{r.Stage()}.what" }).Except(Keys("en")));
    }

    [Fact]
    public void No_page_of_the_console_says_what_another_says_by_the_same_key() =>
        Assert.Empty(Keys("en").GroupBy(key => key, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void Every_text_that_a_page_names_is_there()
    {
        string[] known = [.. Keys("en")];
        Assert.Empty(Directory.EnumerateFiles(Web, "*.js", SearchOption.AllDirectories).Where(f => !f.Contains("node_modules", StringComparison.Ordinal))
            .SelectMany(f => Named().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct(StringComparer.Ordinal).Except(known));
    }

    /// <summary>Those of the live map and, of the console, those of each page.</summary>
    private static IReadOnlyList<string> Keys(string language) =>
        [.. new[] { Path.Combine(Web, "app", "texts", $"{language}.js") }.Concat(Directory.EnumerateFiles(Path.Combine(Web, "console", "texts", language)).Order(StringComparer.Ordinal))
            .SelectMany(f => Key().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))];

    private static string Web => Path.Combine(SharedData.RepositoryRoot, "src", "TransitHub.Server", "Web");

    /// <summary>A call with a whole key: those that are put together have tests of their own.</summary>
    [GeneratedRegex(@"\bt\('([\w.]+)'")]
    private static partial Regex Named();

    [GeneratedRegex(@"^  '?([\w.]+)'?: ", RegexOptions.Multiline)]
    private static partial Regex Key();
}
