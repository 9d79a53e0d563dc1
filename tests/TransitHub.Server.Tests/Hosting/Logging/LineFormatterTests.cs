using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Time.Testing;
using TransitHub.Server.Hosting.Logging;

namespace TransitHub.Server.Tests.Hosting.Logging;

public sealed class LineFormatterTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 28, 5, 20, 3, 120, TimeSpan.Zero));

    /// <summary>What somebody might name a device to write into the operator's log.</summary>
    public static TheoryData<string> Hostile =>
    [
        "bus\n2026-11-28T05:20:03Z crit: TransitHub.Server[3] Feed city stopped",
        "bus\r\ncrit: forged",
        "bus\u2028crit: forged",
        "bus\u0085crit: forged",
        "bus\u001b[2J\u001b[31mcrit: forged",
        "bus\u202etirc",
        "bus\"}\n{\"level\":\"critical\"",
        "bus\0\b\b\b\bcrit",
    ];

    [Fact]
    public void Text_is_one_line_of_time_level_category_event_and_message()
    {
        string line = Write(new TextLineFormatter(Clock), "boat-1");

        Assert.Equal("2026-11-28T05:20:03Z warn: Test.Category[42] Device boat-1 said 7\n", line);
    }

    [Fact]
    public void Json_is_one_line_with_the_messages_parts_by_name()
    {
        JsonNode line = JsonNode.Parse(Write(new JsonLineFormatter(Clock), "เรือ-1"))!;

        Assert.Equal("2026-11-28T05:20:03.120Z", (string?)line["time"]);
        Assert.Equal("warning", (string?)line["level"]);
        Assert.Equal("Test.Category", (string?)line["category"]);
        Assert.Equal("DeviceSaid", (string?)line["event"]);
        Assert.Equal(42, (int)line["event_id"]!);
        Assert.Equal("Device เรือ-1 said 7", (string?)line["message"]);
        Assert.Equal("เรือ-1", (string?)line["fields"]!["device_id"]);
        Assert.Equal(7, (int)line["fields"]!["count"]!);
        Assert.Null(line["trace_id"]);
    }

    [Fact]
    public void Json_names_the_trace_that_is_under_way()
    {
        using var span = new Activity("request");
        span.SetIdFormat(ActivityIdFormat.W3C).Start();

        JsonNode line = JsonNode.Parse(Write(new JsonLineFormatter(Clock), "bus-1"))!;

        Assert.Equal(span.TraceId.ToHexString(), (string?)line["trace_id"]);
        Assert.Equal(span.SpanId.ToHexString(), (string?)line["span_id"]);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_devices_text_forges_no_line(string device)
    {
        string text = Write(new TextLineFormatter(Clock), device);
        string json = Write(new JsonLineFormatter(Clock), device);

        foreach (string line in (string[])[text, json])
        {
            Assert.EndsWith("\n", line, StringComparison.Ordinal);
            Assert.DoesNotContain(line[..^1], c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e');
        }

        Assert.Equal(device, (string?)JsonNode.Parse(json)!["fields"]!["device_id"]);
        Assert.Equal("warning", (string?)JsonNode.Parse(json)!["level"]);
    }

    [Fact]
    public void An_exception_stays_on_its_line()
    {
        var fault = new InvalidOperationException("first\nsecond");

        string text = Write(new TextLineFormatter(Clock), "bus-1", fault);
        string json = Write(new JsonLineFormatter(Clock), "bus-1", fault);

        Assert.Single(text, c => c == '\n');
        Assert.Contains("first\\nsecond", text, StringComparison.Ordinal);
        Assert.Single(json, c => c == '\n');
        Assert.Contains("first\nsecond", (string?)JsonNode.Parse(json)!["exception"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_without_end_is_cut_off()
    {
        string device = new('x', 1_000_000);

        Assert.InRange(Write(new TextLineFormatter(Clock), device).Length, 8_000, 9_000);
        Assert.InRange(Write(new JsonLineFormatter(Clock), device).Length, 8_000, 20_000);
    }

    private static string Write(ConsoleFormatter formatter, string device, Exception? fault = null)
    {
        KeyValuePair<string, object?>[] state = [new("DeviceId", device), new("Count", 7), new("{OriginalFormat}", "Device {DeviceId} said {Count}")];
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
            LogLevel.Warning, "Test.Category", new EventId(42, "DeviceSaid"), state, fault, static (s, _) => $"Device {s[0].Value} said {s[1].Value}");
        using var output = new StringWriter();
        formatter.Write(entry, null, output);
        return output.ToString();
    }
}
