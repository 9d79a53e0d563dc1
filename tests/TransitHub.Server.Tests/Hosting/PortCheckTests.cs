using System.Net;
using System.Net.Sockets;
using TransitHub.Server.Commands;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Tests.Hosting;

public sealed class PortCheckTests : IDisposable
{
    private readonly TcpListener other = new(IPAddress.Loopback, 0);

    public PortCheckTests() => this.other.Start();

    private string Taken => this.other.LocalEndpoint.ToString()!;

    public void Dispose() => this.other.Dispose();

    [Fact]
    public void Names_each_port_that_is_taken_and_the_option_for_another()
    {
        var options = new HubOptions { Http = this.Taken, Grpc = "127.0.0.1:0", MqttListen = this.Taken };
        string[] lines = [.. PortCheck.FindTaken(options)];
        Assert.Equal(2, lines.Length);
        Assert.Contains($"{this.Taken} (HTTP) is taken", lines[0], StringComparison.Ordinal);
        Assert.Contains("--http 127.0.0.1:PORT", lines[0], StringComparison.Ordinal);
        Assert.Contains("--mqtt-listen 127.0.0.1:PORT", lines[1], StringComparison.Ordinal);
        CommandException refused = Assert.Throws<CommandException>(() => PortCheck.Require(options));
        Assert.Equal(ExitCode.WrongUse, refused.ExitCode);
    }

    [Fact]
    public void Does_not_ask_for_the_embedded_brokers_port_when_there_is_an_outside_broker()
    {
        var options = new HubOptions { Http = "127.0.0.1:0", Grpc = "127.0.0.1:0", MqttListen = this.Taken, Mqtt = "mqtt://127.0.0.1:1" };
        Assert.Empty(PortCheck.FindTaken(options));
    }

    [Fact]
    public void A_port_that_was_closed_is_free()
    {
        string port = this.Taken;
        this.other.Stop();
        Assert.Empty(PortCheck.FindTaken(new HubOptions { Http = port, Grpc = "127.0.0.1:0", MqttListen = "127.0.0.1:0" }));
    }
}
