using Google.Protobuf;
using TransitHub.Core.Conformance;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Conformance;

/// <summary>Whatever comes in, decoding and checking end with findings. `rt-mutations` of the benchmarks does the same with a hundred thousand inputs.</summary>
public sealed class MutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_thousand_broken_inputs_end_in_findings(int seed)
    {
        byte[][] seeds =
        [
            .. RuleCases.All.Select(one => JsonParser.Default.Parse<FeedMessage>($$"""{"header":{{one.Header}},"entity":{{one.Entities}} }""").ToByteArray()),
        ];
        var mutator = new RealtimeMutator(seeds, seed);
        var validator = new RealtimeValidator(ConformanceNetwork.Read(), new RealtimeValidatorOptions { KeptPerRule = 2 });
        (int decoded, int refused) = (0, 0);
        for (int at = 0; at < 1000; at++)
        {
            RealtimeFeed feed = RealtimeFeed.Decode("feed", mutator.Next());
            RealtimeFindings findings = validator.Check((ConformanceNetwork.Now + at) * 1000, [feed]);
            Assert.True(findings.Notices.Count <= 2 * RealtimeRuleSet.All.Count);
            Assert.All(findings.Notices, notice => Assert.True(notice.Message.Length < 1000));
            Assert.True(feed.Message is not null || findings.CountOf("TH001") == 1);
            (decoded, refused) = feed.Message is null ? (decoded, refused + 1) : (decoded + 1, refused);
        }

        Assert.True(decoded > 100 && refused > 100, $"{decoded} decoded, {refused} refused: the inputs should be of both kinds");
    }
}
