using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace TransitHub.Mqtt.Broker;

/// <summary>What Kestrel wants for HTTP, which the broker's only endpoint never speaks.</summary>
internal sealed class NoHttp : IHttpApplication<object>
{
    public object CreateContext(IFeatureCollection contextFeatures) => throw new NotSupportedException("The MQTT port speaks no HTTP.");

    public Task ProcessRequestAsync(object context) => throw new NotSupportedException("The MQTT port speaks no HTTP.");

    public void DisposeContext(object context, Exception? exception)
    {
    }
}
