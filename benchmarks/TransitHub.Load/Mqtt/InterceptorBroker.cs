using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MQTTnet.AspNetCore;
using MQTTnet.Protocol;
using MQTTnet.Server;
using TransitHub.Mqtt;

namespace TransitHub.Load.Mqtt;

/// <summary>
/// What the embedded broker is measured against: MQTTnet on Kestrel as it comes, its publish interceptor awaiting the write to
/// the disk before the acknowledgement.
/// </summary>
internal sealed class InterceptorBroker(WebApplication app) : IAsyncDisposable
{
    public int Port { get; } = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public static async Task<InterceptorBroker> StartAsync(MqttIngest ingest)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttConnectionHandler();
        builder.Services.AddHostedMqttServer(_ => { });
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseMqtt()));
        WebApplication app = builder.Build();
        app.Services.GetRequiredService<MqttServer>().InterceptingPublishAsync += async publish =>
        {
            publish.ProcessPublish = false;
            bool acknowledged = publish.ApplicationMessage.QualityOfServiceLevel != MqttQualityOfServiceLevel.AtMostOnce;
            await await ingest.AcceptAsync(
                publish.ApplicationMessage.Topic, publish.ApplicationMessage.Payload, publish.ApplicationMessage.ContentType, acknowledged, publish.CancellationToken);
        };
        await app.StartAsync();
        return new InterceptorBroker(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
