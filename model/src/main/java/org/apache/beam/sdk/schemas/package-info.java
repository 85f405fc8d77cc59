/** The one class that must stand beside Beam's own to build on them. */
package org.apache.beam.sdk.schemas;
