using TransitHub.Core.Time;
using TransitHub.Mqtt.Client;

namespace TransitHub.Mqtt.Tests.Client;

public class ClientSettingsTests
{
    [Theory]
    [InlineData("mqtt://broker", "broker", 1883, false, null, null)]
    [InlineData("mqtts://broker", "broker", 8883, true, null, null)]
    [InlineData("mqtt://127.0.0.1:1884/", "127.0.0.1", 1884, false, null, null)]
    [InlineData("mqtt://[::1]:1884", "::1", 1884, false, null, null)]
    [InlineData("mqtts://hub:p%40ss%3A%23@broker:9", "broker", 9, true, "hub", "p@ss:#")]
    [InlineData("mqtt://hub@broker", "broker", 1883, false, "hub", null)]
    public void Reads_a_brokers_url(string text, string host, int port, bool tls, string? user, string? password)
    {
        Assert.True(BrokerUrl.TryParse(text, out BrokerUrl? url, out _));
        Assert.Equal(new BrokerUrl(host, port, tls, user, password), url);
        Assert.DoesNotContain(password ?? "p@ss", url.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("broker:1883")]
    [InlineData("http://broker")]
    [InlineData("mqtt://")]
    [InlineData("mqtt://broker/topic")]
    [InlineData("mqtt://hub:a#b@broker")]
    [InlineData("mqtt://broker:0")]
    [InlineData("mqtt://broker:99999")]
    public void Says_what_is_wrong_with_a_url_without_the_password(string? text)
    {
        Assert.False(BrokerUrl.TryParse(text, out _, out string? problem));
        Assert.NotEmpty(problem);
        Assert.DoesNotContain("a#b", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Waits_twice_as_long_each_time_up_to_the_bound_and_begins_again()
    {
        RetryDelay delay = new(100, 500, new Random(7));
        double[] whole = [100, 200, 400, 500, 500];
        foreach (double most in whole)
        {
            Assert.InRange(delay.Next().TotalMilliseconds, most / 2, most);
        }

        delay.Reset();
        Assert.InRange(delay.Next().TotalMilliseconds, 50, 100);
    }

    [Fact]
    public void Refuses_options_out_of_range()
    {
        BrokerUrl broker = new("b", 1, false, null, null);
        MqttIngestClientOptions wrong = new()
        {
            Broker = broker,
            ClientId = string.Empty,
            Group = "a/b",
            ReceiveMaximum = 0,
            SessionExpirySeconds = 1,
            KeepAliveSeconds = 1,
            ConnectTimeoutSeconds = 0,
            MinReconnectMilliseconds = 1,
            MaxReconnectMilliseconds = 0,
        };
        Assert.Equal(8, wrong.Check().Count);
        Assert.Empty(new MqttIngestClientOptions { Broker = broker, ClientId = "hub" }.Check());
    }
}
