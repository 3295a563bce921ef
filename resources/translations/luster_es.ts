<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source> photos</source>
        <translation> fotos</translation>
    </message>
    <message>
        <source> pictures</source>
        <translation> imágenes</translation>
    </message>
    <message>
        <source>1 star</source>
        <translation>1 estrella</translation>
    </message>
    <message>
        <source>1 star or more</source>
        <translation>1 estrella o más</translation>
    </message>
    <message>
        <source>100 % or all of it</source>
        <translation>100 % o entera</translation>
    </message>
    <message>
        <source>100 % or all of the photo</source>
        <translation>100 % o la foto entera</translation>
    </message>
    <message>
        <source>12 Oak Street</source>
        <translation>Calle del Roble 12</translation>
    </message>
    <message>
        <source>2 stars</source>
        <translation>2 estrellas</translation>
    </message>
    <message>
        <source>2 stars or more</source>
        <translation>2 estrellas o más</translation>
    </message>
    <message>
        <source>3 stars</source>
        <translation>3 estrellas</translation>
    </message>
    <message>
        <source>3 stars or more</source>
        <translation>3 estrellas o más</translation>
    </message>
    <message>
        <source>4 stars</source>
        <translation>4 estrellas</translation>
    </message>
    <message>
        <source>4 stars or more</source>
        <translation>4 estrellas o más</translation>
    </message>
    <message>
        <source>5 stars</source>
        <translation>5 estrellas</translation>
    </message>
    <message>
        <source>A car, a bin, furniture: it goes with the people who live there</source>
        <translation>Un coche, un cubo, muebles: se va con quienes viven allí</translation>
    </message>
    <message>
        <source>A code was sent a moment ago. Wait a minute before you ask for another.</source>
        <translation>Se acaba de enviar un código. Espere un minuto antes de pedir otro.</translation>
    </message>
    <message>
        <source>A key lets your own system use Luster as you. It cannot see or change your account, buy credits or make keys.</source>
        <translation>Con una clave, su propio sistema usa Luster en su nombre. No puede ver ni cambiar la cuenta, comprar créditos ni crear claves.</translation>
    </message>
    <message>
        <source>A link to a page with the finished photos, before and after</source>
        <translation>Un enlace a una página con las fotos terminadas, antes y después</translation>
    </message>
    <message>
        <source>A merge needs at least two exposures.</source>
        <translation>Para fusionar hacen falta al menos dos exposiciones.</translation>
    </message>
    <message>
        <source>A page with {photos} in the order of the delivery, edited ones before and after, with what was changed in each. Whoever has the link can open it, without signing in.</source>
        <translation>Una página con {photos} en el orden de la entrega, las editadas antes y después, con lo que se cambió en cada una. Quien tenga el enlace puede abrirla sin iniciar sesión.</translation>
    </message>
    <message>
        <source>A payment is under review, so new orders have to wait. Please write to us.</source>
        <translation>Se está revisando un pago, así que los pedidos nuevos deben esperar. Escríbanos, por favor.</translation>
    </message>
    <message>
        <source>A photo with {edit} must not be the first. Move another one there.</source>
        <translation>Una foto con {edit} no puede ser la primera. Ponga otra en su lugar.</translation>
    </message>
    <message>
        <source>A shoot holds at most 2500 photos. Please start another one.</source>
        <translation>Una sesión admite como máximo 2500 fotos. Cree otra, por favor.</translation>
    </message>
    <message>
        <source>A stain, a crack, a bald patch</source>
        <translation>Una mancha, una grieta, una calva</translation>
    </message>
    <message>
        <source>API keys, and news of finished photos for your studio</source>
        <translation>Claves de la API y avisos de fotos terminadas para su estudio</translation>
    </message>
    <message>
        <source>About Luster</source>
        <translation>Acerca de Luster</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Aceptada</translation>
    </message>
    <message>
        <source>Accepted only</source>
        <translation>Solo aceptadas</translation>
    </message>
    <message>
        <source>Accepted: {other}</source>
        <translation>Aceptado: {other}</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Account…</source>
        <translation>Cuenta…</translation>
    </message>
    <message>
        <source>Add a folder of photos</source>
        <translation>Añadir una carpeta de fotos</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Añadir una carpeta…</translation>
    </message>
    <message>
        <source>Add a preset, or leave it out</source>
        <translation>Añadir un ajuste o quitarlo</translation>
    </message>
    <message>
        <source>Add photos</source>
        <translation>Añadir fotos</translation>
    </message>
    <message>
        <source>Add photos first</source>
        <translation>Añada primero fotos</translation>
    </message>
    <message>
        <source>Add photos…</source>
        <translation>Añadir fotos…</translation>
    </message>
    <message>
        <source>Add preset {number}</source>
        <translation>Añadir el ajuste {number}</translation>
    </message>
    <message>
        <source>Add to a new shoot</source>
        <translation>Añadir a una sesión nueva</translation>
    </message>
    <message>
        <source>Add to {shoot}</source>
        <translation>Añadir a {shoot}</translation>
    </message>
    <message numerus="yes">
        <source>Add {n} file to a new shoot</source>
        <comment>Add {n} files to a new shoot</comment>
        <translation>
            <numerusform>Añadir {n} archivo a una sesión nueva</numerusform>
            <numerusform>Añadir {n} archivos a una sesión nueva</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add {n} file to {shoot}</source>
        <comment>Add {n} files to {shoot}</comment>
        <translation>
            <numerusform>Añadir {n} archivo a {shoot}</numerusform>
            <numerusform>Añadir {n} archivos a {shoot}</numerusform>
        </translation>
    </message>
    <message>
        <source>Add {title}</source>
        <translation>Añadir {title}</translation>
    </message>
    <message>
        <source>Adding photos…</source>
        <translation>Añadiendo fotos…</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Address and rules could not be kept</source>
        <translation>No se pudieron guardar la dirección y las normas</translation>
    </message>
    <message>
        <source>Address of the webhook</source>
        <translation>Dirección del webhook</translation>
    </message>
    <message>
        <source>Address, for the names of the files</source>
        <translation>Dirección, para los nombres de archivo</translation>
    </message>
    <message>
        <source>Aerial</source>
        <translation>Aérea</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>All</source>
        <comment>photos</comment>
        <translation>Todas</translation>
    </message>
    <message>
        <source>All changes</source>
        <translation>Todos los cambios</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>All of the photo</source>
        <translation>La foto entera</translation>
    </message>
    <message>
        <source>All of them are being edited</source>
        <translation>Todas se están editando</translation>
    </message>
    <message>
        <source>All of them pass.</source>
        <translation>Todas son válidas.</translation>
    </message>
    <message numerus="yes">
        <source>All {n} photo of the shoot</source>
        <comment>All {n} photos of the shoot</comment>
        <translation>
            <numerusform>La {n} foto de la sesión</numerusform>
            <numerusform>Las {n} fotos de la sesión</numerusform>
        </translation>
    </message>
    <message>
        <source>Altered photos: {wanted}.</source>
        <translation>Fotos alteradas: {wanted}.</translation>
    </message>
    <message>
        <source>An account has at most 50 keys. Revoke one first.</source>
        <translation>Una cuenta tiene como máximo 50 claves. Revoque antes una.</translation>
    </message>
    <message>
        <source>An update was refused: an older state of the updates was offered as the newest.</source>
        <translation>Se rechazó una actualización: se ofreció un estado anterior de las actualizaciones como el más reciente.</translation>
    </message>
    <message>
        <source>An update was refused: it is not signed by the makers of Luster.</source>
        <translation>Se rechazó una actualización: no está firmada por los creadores de Luster.</translation>
    </message>
    <message>
        <source>An update was refused: it is not what the makers of Luster have signed.</source>
        <translation>Se rechazó una actualización: no es lo que los creadores de Luster firmaron.</translation>
    </message>
    <message>
        <source>An update was refused: the server has only a part of it.</source>
        <translation>Se rechazó una actualización: el servidor solo tiene una parte de ella.</translation>
    </message>
    <message>
        <source>Another photo shows the same scene, and nothing says whether they belong together.</source>
        <translation>Otra foto muestra la misma escena y nada indica si van juntas.</translation>
    </message>
    <message>
        <source>Another request changed this meanwhile. Please try again.</source>
        <translation>Otra petición lo cambió entretanto. Inténtelo de nuevo, por favor.</translation>
    </message>
    <message>
        <source>Any rating</source>
        <translation>Cualquier valoración</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aspecto</translation>
    </message>
    <message>
        <source>As far as my files have them; keywords that tell a place are left out</source>
        <translation>Si mis archivos los tienen; se omiten las palabras clave que indican un lugar</translation>
    </message>
    <message>
        <source>As in the photo</source>
        <translation>Como en la foto</translation>
    </message>
    <message>
        <source>As in the settings</source>
        <translation>Como en la configuración</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Tal cual</translation>
    </message>
    <message>
        <source>As on this computer</source>
        <translation>Como en este ordenador</translation>
    </message>
    <message>
        <source>Ask each time</source>
        <translation>Preguntar cada vez</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Se pidió</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Como máximo</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Parte trasera</translation>
    </message>
    <message>
        <source>Back to Luster&apos;s</source>
        <translation>Volver a las de Luster</translation>
    </message>
    <message>
        <source>Back to all photos</source>
        <translation>Volver a todas las fotos</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>Volver a la cuadrícula</translation>
    </message>
    <message>
        <source>Back to the shoot</source>
        <translation>Volver a la sesión</translation>
    </message>
    <message>
        <source>Balance whites</source>
        <translation>Equilibrar blancos</translation>
    </message>
    <message>
        <source>Basement</source>
        <translation>Sótano</translation>
    </message>
    <message>
        <source>Bathroom</source>
        <translation>Baño</translation>
    </message>
    <message>
        <source>Bedroom</source>
        <translation>Dormitorio</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>Before and after</source>
        <translation>Antes y después</translation>
    </message>
    <message>
        <source>Before and after with a divider</source>
        <translation>Antes y después con divisor</translation>
    </message>
    <message>
        <source>Before photos are sent</source>
        <translation>Antes de enviar las fotos</translation>
    </message>
    <message>
        <source>Begin nothing more for now; what is on its way arrives</source>
        <translation>No empezar nada más por ahora; lo que está en camino llega</translation>
    </message>
    <message>
        <source>Begin with the ones that are chosen</source>
        <translation>Empezar por las elegidas</translation>
    </message>
    <message>
        <source>Blown-out windows</source>
        <translation>Ventanas quemadas</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>Intensas</translation>
    </message>
    <message>
        <source>Bright interior</source>
        <translation>Interior luminoso</translation>
    </message>
    <message>
        <source>Bright interior can be chosen only once for a photo.</source>
        <translation>Interior luminoso solo puede elegirse una vez por foto.</translation>
    </message>
    <message>
        <source>Bring the page up to date</source>
        <translation>Actualizar la página</translation>
    </message>
    <message>
        <source>Buy credits</source>
        <translation>Comprar créditos</translation>
    </message>
    <message>
        <source>Buy credits…</source>
        <translation>Comprar créditos…</translation>
    </message>
    <message>
        <source>Buy {credits} for {money}</source>
        <translation>Comprar {credits} por {money}</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Suelta</translation>
    </message>
    <message>
        <source>Call back every edit that is not finished</source>
        <translation>Retirar todas las ediciones sin terminar</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>Cancelar todo</translation>
    </message>
    <message>
        <source>Cancel edit</source>
        <translation>Cancelar la edición</translation>
    </message>
    <message numerus="yes">
        <source>Cancel {n} edit?</source>
        <comment>Cancel {n} edits?</comment>
        <translation>
            <numerusform>¿Cancelar {n} edición?</numerusform>
            <numerusform>¿Cancelar {n} ediciones?</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelada</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>No se puede usar</translation>
    </message>
    <message>
        <source>Capture time</source>
        <translation>Hora de captura</translation>
    </message>
    <message>
        <source>Changed your mind, or was the card declined? Nothing is owed until you pay: try again on the page, or close this and go on working. Credits of a payment that takes longer arrive later by themselves.</source>
        <translation>¿Ha cambiado de opinión o se rechazó la tarjeta? No debe nada hasta que pague: inténtelo de nuevo en la página, o cierre esto y siga trabajando. Los créditos de un pago que tarda más llegan después por sí solos.</translation>
    </message>
    <message>
        <source>Check that the disk is connected and has free space, then try again.</source>
        <translation>Compruebe que el disco está conectado y tiene espacio libre, e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Comprobando…</translation>
    </message>
    <message>
        <source>Choose a preset</source>
        <translation>Elegir un ajuste</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Elija otra carpeta.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Clear blue</source>
        <translation>Azul despejado</translation>
    </message>
    <message>
        <source>Click one (I) for the model&apos;s version</source>
        <translation>Haga clic en uno (I) para ver la versión del modelo</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Close the other Luster on this computer, or restart the computer, then start Luster again.</source>
        <translation>Cierre el otro Luster de este ordenador, o reinicie el ordenador, y vuelva a abrir Luster.</translation>
    </message>
    <message>
        <source>Close the stack</source>
        <translation>Cerrar la pila</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colores</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Comparing. Press P to paint.</source>
        <translation>Comparando. Pulse P para pintar.</translation>
    </message>
    <message>
        <source>Content Credentials (C2PA): none</source>
        <translation>Content Credentials (C2PA): ninguna</translation>
    </message>
    <message>
        <source>Content Credentials (C2PA): signed by {signer}, {state}</source>
        <translation>Content Credentials (C2PA): firmadas por {signer}, {state}</translation>
    </message>
    <message>
        <source>Content Credentials (C2PA): there are some. To read them install `luster[sign]`</source>
        <translation>Content Credentials (C2PA): las hay. Para leerlas instale `luster[sign]`</translation>
    </message>
    <message>
        <source>Content Credentials (C2PA): {state}</source>
        <translation>Content Credentials (C2PA): {state}</translation>
    </message>
    <message>
        <source>Cool blue</source>
        <translation>Azul frío</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copiado</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Copiar enlace</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Copiar la dirección</translation>
    </message>
    <message>
        <source>Correct the lens of RAW photos</source>
        <translation>Corregir el objetivo en fotos RAW</translation>
    </message>
    <message>
        <source>Credit history</source>
        <translation>Historial de créditos</translation>
    </message>
    <message>
        <source>Credit history…</source>
        <translation>Historial de créditos…</translation>
    </message>
    <message>
        <source>Credits</source>
        <translation>Créditos</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Recortar</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>Desperfecto</translation>
    </message>
    <message>
        <source>Dark</source>
        <comment>appearance</comment>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete account</source>
        <translation>Eliminar la cuenta</translation>
    </message>
    <message>
        <source>Delete account…</source>
        <translation>Eliminar la cuenta…</translation>
    </message>
    <message>
        <source>Delete your account?</source>
        <translation>¿Eliminar su cuenta?</translation>
    </message>
    <message>
        <source>Deleting…</source>
        <translation>Eliminando…</translation>
    </message>
    <message>
        <source>Deliver</source>
        <translation>Entregar</translation>
    </message>
    <message>
        <source>Deliver this result, and look at the next one</source>
        <translation>Entregar este resultado y ver el siguiente</translation>
    </message>
    <message>
        <source>Deliver to</source>
        <translation>Entregar en</translation>
    </message>
    <message>
        <source>Deliver {name}</source>
        <translation>Entregar {name}</translation>
    </message>
    <message>
        <source>Delivering</source>
        <translation>Entregar</translation>
    </message>
    <message>
        <source>Deliver…</source>
        <translation>Entregar…</translation>
    </message>
    <message>
        <source>Deselect</source>
        <translation>Deseleccionar</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Differs</source>
        <translation>Difiere</translation>
    </message>
    <message>
        <source>Dining room</source>
        <translation>Comedor</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>photos</comment>
        <translation>Terminadas</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Downloading{percent}</source>
        <translation>Descargando{percent}</translation>
    </message>
    <message>
        <source>Downloads, besides each result as it is</source>
        <translation>Descargas, además de cada resultado tal como es</translation>
    </message>
    <message>
        <source>Drop a folder of photos here</source>
        <translation>Suelte aquí una carpeta de fotos</translation>
    </message>
    <message>
        <source>Dusk</source>
        <translation>Atardecer</translation>
    </message>
    <message>
        <source>Dusk and Bright interior both set the light of the whole photo. Choose one of them.</source>
        <translation>Atardecer e Interior luminoso determinan ambos la luz de toda la foto. Elija uno de los dos.</translation>
    </message>
    <message>
        <source>Dusk brings an evening sky of its own. Choose its colours there, or take New sky without Dusk.</source>
        <translation>Atardecer trae su propio cielo. Elija allí sus colores, o use Cielo nuevo sin Atardecer.</translation>
    </message>
    <message>
        <source>Dusk can be chosen only once for a photo.</source>
        <translation>Atardecer solo puede elegirse una vez por foto.</translation>
    </message>
    <message>
        <source>E-mail address</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>Each as a ZIP, too</source>
        <translation>Cada uno también en ZIP</translation>
    </message>
    <message>
        <source>Edit the photo itself again</source>
        <translation>Volver a editar la propia foto</translation>
    </message>
    <message>
        <source>Edit these rules</source>
        <translation>Editar estas normas</translation>
    </message>
    <message>
        <source>Edit these rules…</source>
        <translation>Editar estas normas…</translation>
    </message>
    <message>
        <source>Edit {title}</source>
        <translation>Modificar {title}</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>End the link</source>
        <translation>Terminar el enlace</translation>
    </message>
    <message numerus="yes">
        <source>Ends after {n} day</source>
        <comment>Ends after {n} days</comment>
        <translation>
            <numerusform>Termina a los {n} día</numerusform>
            <numerusform>Termina a los {n} días</numerusform>
        </translation>
    </message>
    <message>
        <source>Ends on {day}.</source>
        <translation>Termina el {day}.</translation>
    </message>
    <message>
        <source>Ends with {ending}; {purposes}; made on {day}, {used}.</source>
        <translation>Acaba en {ending}; {purposes}; creada el {day}, {used}.</translation>
    </message>
    <message>
        <source>Enhance</source>
        <translation>Mejorar</translation>
    </message>
    <message>
        <source>Enhance {photos}</source>
        <translation>Mejorar {photos}</translation>
    </message>
    <message>
        <source>Enter the six digits that we sent to {email}.</source>
        <translation>Introduzca los seis dígitos que enviamos a {email}.</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Evening sky</source>
        <translation>Cielo del atardecer</translation>
    </message>
    <message>
        <source>Every photo has this edit. Redo one in its comparison.</source>
        <translation>Todas las fotos tienen esta edición. Rehaga una en su comparación.</translation>
    </message>
    <message>
        <source>Every photo is rejected. Select the ones to edit.</source>
        <translation>Todas las fotos están rechazadas. Seleccione las que se editarán.</translation>
    </message>
    <message>
        <source>Every result is reviewed: {accepted} accepted, {rejected} rejected.</source>
        <translation>Todos los resultados están revisados: {accepted} aceptados, {rejected} rechazados.</translation>
    </message>
    <message>
        <source>Everything on this computer: your photos, the edits that have arrived, and what you have saved</source>
        <translation>Todo lo que hay en este ordenador: sus fotos, las ediciones recibidas y lo que ha guardado</translation>
    </message>
    <message>
        <source>Exact size</source>
        <translation>Tamaño exacto</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>Exportar de nuevo</translation>
    </message>
    <message>
        <source>Export recipes</source>
        <translation>Recetas de exportación</translation>
    </message>
    <message>
        <source>Exposures</source>
        <translation>Exposiciones</translation>
    </message>
    <message>
        <source>Exposures of the same scene lie beside this photo: it may be one of them, or made from them.</source>
        <translation>Junto a esta foto hay exposiciones de la misma escena: puede ser una de ellas o estar hecha a partir de ellas.</translation>
    </message>
    <message>
        <source>Failed</source>
        <comment>photos</comment>
        <translation>Fallidas</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallida</translation>
    </message>
    <message>
        <source>Fetching the model&apos;s version…</source>
        <translation>Trayendo la versión del modelo…</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>File missing</source>
        <translation>Falta el archivo</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>Nombres de archivo</translation>
    </message>
    <message>
        <source>File names cannot be made by “{error}”.</source>
        <translation>No se pueden formar nombres de archivo con «{error}».</translation>
    </message>
    <message>
        <source>File names cannot be made by “{names}”. {hint}.</source>
        <translation>No se pueden formar nombres de archivo con «{names}». {hint}.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Filter: {left_out}</source>
        <translation>Filtro: {left_out}</translation>
    </message>
    <message>
        <source>Find it…</source>
        <translation>Buscarla…</translation>
    </message>
    <message>
        <source>Find them…</source>
        <translation>Buscarlas…</translation>
    </message>
    <message>
        <source>Finish single JPEG and HEIC photos too</source>
        <translation>Acabado también en fotos JPEG y HEIC sueltas</translation>
    </message>
    <message>
        <source>Finish the payment in your browser. Your credits appear here as soon as it is confirmed, and what waits for them goes on by itself.</source>
        <translation>Termine el pago en el navegador. Los créditos aparecen aquí en cuanto se confirme, y lo que los espera continúa por sí solo.</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>Acabado</translation>
    </message>
    <message>
        <source>Finishing of merged and RAW photos</source>
        <translation>Acabado de fotos fusionadas y RAW</translation>
    </message>
    <message>
        <source>First photo</source>
        <translation>Primera foto</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Encaje</translation>
    </message>
    <message>
        <source>Fixed part</source>
        <translation>Parte fija</translation>
    </message>
    <message>
        <source>For a listing: the rules of the profile hold</source>
        <translation>Para un anuncio: rigen las normas del perfil</translation>
    </message>
    <message>
        <source>For your own systems</source>
        <translation>Para sus propios sistemas</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Fachada</translation>
    </message>
    <message>
        <source>Garage</source>
        <translation>Garaje</translation>
    </message>
    <message>
        <source>Garden</source>
        <translation>Jardín</translation>
    </message>
    <message>
        <source>Generated view</source>
        <translation>Vista generada</translation>
    </message>
    <message>
        <source>Get the update</source>
        <translation>Obtener la actualización</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Go on from this result</source>
        <translation>Continuar desde este resultado</translation>
    </message>
    <message>
        <source>Goes for good</source>
        <translation>Desaparece para siempre</translation>
    </message>
    <message>
        <source>Goes on from “{title}”</source>
        <translation>Continúa desde «{title}»</translation>
    </message>
    <message>
        <source>Green lawn</source>
        <translation>Césped verde</translation>
    </message>
    <message>
        <source>Green lawn can be chosen only once for a photo.</source>
        <translation>Césped verde solo puede elegirse una vez por foto.</translation>
    </message>
    <message>
        <source>Greens up a dry or patchy lawn without touching beds, paths or the house.</source>
        <translation>Reverdece un césped seco o con calvas sin tocar parterres, caminos ni la casa.</translation>
    </message>
    <message>
        <source>Grouping {exposures}…</source>
        <translation>Agrupando {exposures}…</translation>
    </message>
    <message>
        <source>Have the next edit begin with this result</source>
        <translation>La próxima edición parte de este resultado</translation>
    </message>
    <message>
        <source>Heading of the page</source>
        <translation>Título de la página</translation>
    </message>
    <message>
        <source>Heading, such as the address</source>
        <translation>Título, por ejemplo la dirección</translation>
    </message>
    <message>
        <source>Hide the proposal</source>
        <translation>Ocultar la propuesta</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historial</translation>
    </message>
    <message>
        <source>Hold to see before</source>
        <translation>Mantener para ver el antes</translation>
    </message>
    <message>
        <source>Hold to see the originals</source>
        <translation>Mantener para ver los originales</translation>
    </message>
    <message>
        <source>How far the page is</source>
        <translation>Cuánto avanzó la página</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Cuántas</translation>
    </message>
    <message>
        <source>How the shoot’s link stands is not known.</source>
        <translation>No se sabe cómo está el enlace de la sesión.</translation>
    </message>
    <message>
        <source>In progress</source>
        <comment>photos</comment>
        <translation>En curso</translation>
    </message>
    <message>
        <source>In the result before: {said}</source>
        <translation>En el resultado anterior: {said}</translation>
    </message>
    <message>
        <source>In the rule&apos;s own words</source>
        <translation>Con las palabras de la norma</translation>
    </message>
    <message>
        <source>In what order photos are shown</source>
        <translation>En qué orden se muestran las fotos</translation>
    </message>
    <message>
        <source>Interior lights</source>
        <translation>Luces interiores</translation>
    </message>
    <message>
        <source>It cannot be edited.</source>
        <translation>No se puede editar.</translation>
    </message>
    <message>
        <source>It is an unsure group. Look at it first.</source>
        <translation>Es un grupo dudoso. Revíselo primero.</translation>
    </message>
    <message>
        <source>It is not clear whether it shows a room or the outside.</source>
        <translation>No está claro si muestra una habitación o el exterior.</translation>
    </message>
    <message>
        <source>It is rejected.</source>
        <translation>Está rechazada.</translation>
    </message>
    <message numerus="yes">
        <source>It is there already, unchanged.</source>
        <comment>All {n} are there already, unchanged.</comment>
        <translation>
            <numerusform>Ya está ahí, sin cambios.</numerusform>
            <numerusform>Los {n} ya están ahí, sin cambios.</numerusform>
        </translation>
    </message>
    <message>
        <source>It was ordered before.</source>
        <translation>Ya se pidió antes.</translation>
    </message>
    <message>
        <source>Its edits are forgotten on this computer. Your own photos and everything that you have saved stay where they are.</source>
        <translation>Sus ediciones se olvidan en este ordenador. Sus propias fotos y todo lo que ha guardado se quedan donde están.</translation>
    </message>
    <message>
        <source>Its file is missing.</source>
        <translation>Falta su archivo.</translation>
    </message>
    <message>
        <source>Its licence</source>
        <translation>Su licencia</translation>
    </message>
    <message>
        <source>Its light is far from that of the other photos, so it is left as it is. To match it, choose a photo that it should look like.</source>
        <translation>Su luz está lejos de la de las demás fotos, así que se deja como está. Para igualarla, elija una foto a la que deba parecerse.</translation>
    </message>
    <message>
        <source>Its words</source>
        <translation>Sus palabras</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>Calidad JPEG</translation>
    </message>
    <message>
        <source>JPEG, HEIC, RAW, PNG, TIFF, WebP</source>
        <translation>JPEG, HEIC, RAW, PNG, TIFF, WebP</translation>
    </message>
    <message>
        <source>Join into one stack</source>
        <translation>Unir en una pila</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Keep account</source>
        <translation>Conservar la cuenta</translation>
    </message>
    <message>
        <source>Keep as my own</source>
        <translation>Guardar como mías</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Conservarla</translation>
    </message>
    <message>
        <source>Keep the lamp off</source>
        <translation>Dejar la lámpara apagada</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Conservarlas</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Keys and webhook…</source>
        <translation>Claves y webhook…</translation>
    </message>
    <message>
        <source>Keys of the API</source>
        <translation>Claves de la API</translation>
    </message>
    <message>
        <source>Kitchen</source>
        <translation>Cocina</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Laundry</source>
        <translation>Lavadero</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>Leave out {title}</source>
        <translation>Quitar {title}</translation>
    </message>
    <message>
        <source>Left as in your photo</source>
        <translation>Dejado como en su foto</translation>
    </message>
    <message>
        <source>Left as it was</source>
        <translation>Dejado como estaba</translation>
    </message>
    <message>
        <source>Left out of {set}, which takes no more pictures.</source>
        <translation>Fuera de {set}, que no admite más imágenes.</translation>
    </message>
    <message>
        <source>Left out: {parts}.</source>
        <translation>Omitidas: {parts}.</translation>
    </message>
    <message>
        <source>Left-out place</source>
        <translation>Lugar dejado fuera</translation>
    </message>
    <message>
        <source>Left-out place {number} of {count}</source>
        <translation>Lugar dejado fuera {number} de {count}</translation>
    </message>
    <message>
        <source>Lens correction</source>
        <translation>Corrección de objetivo</translation>
    </message>
    <message>
        <source>Let every exposure be a photo by itself</source>
        <translation>Hacer de cada exposición una foto suelta</translation>
    </message>
    <message>
        <source>Let the selected exposures be photos by themselves</source>
        <translation>Hacer de las exposiciones seleccionadas fotos sueltas</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licencias</translation>
    </message>
    <message>
        <source>Licences…</source>
        <translation>Licencias…</translation>
    </message>
    <message>
        <source>Lifts a dark room to a clean, neutral, evenly lit interior.</source>
        <translation>Convierte una habitación oscura en un interior limpio, neutro y bien iluminado.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Ligero</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>appearance</comment>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Light and colour changed everywhere, no detail did</source>
        <translation>Luz y color cambiaron en todas partes, los detalles no</translation>
    </message>
    <message>
        <source>Light and colour changed everywhere. Tinted: changes of detail</source>
        <translation>Luz y color cambiaron en todas partes. En color: cambios de detalle</translation>
    </message>
    <message>
        <source>Like {name}</source>
        <translation>Como {name}</translation>
    </message>
    <message>
        <source>Limited to the paint (P).</source>
        <translation>Limitado a lo pintado (P).</translation>
    </message>
    <message>
        <source>Listing</source>
        <translation>Anuncio</translation>
    </message>
    <message>
        <source>Living room</source>
        <translation>Sala de estar</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Cargando…</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>Localizar…</translation>
    </message>
    <message>
        <source>Location and serial numbers always stay on this computer.</source>
        <translation>La ubicación y los números de serie nunca salen de este ordenador.</translation>
    </message>
    <message>
        <source>Longer edge</source>
        <translation>Lado largo</translation>
    </message>
    <message>
        <source>Look and order</source>
        <translation>Ver y pedir</translation>
    </message>
    <message>
        <source>Look at the changes</source>
        <translation>Revise los cambios</translation>
    </message>
    <message>
        <source>Look only</source>
        <translation>Solo ver</translation>
    </message>
    <message>
        <source>Looking for the shoot’s link…</source>
        <translation>Buscando el enlace de la sesión…</translation>
    </message>
    <message>
        <source>Looks right</source>
        <translation>Está bien</translation>
    </message>
    <message>
        <source>Lush</source>
        <translation>Frondoso</translation>
    </message>
    <message>
        <source>Luster cannot be reached right now. Please try again in a moment.</source>
        <translation>Ahora no se puede acceder a Luster. Inténtelo de nuevo en un momento, por favor.</translation>
    </message>
    <message>
        <source>Luster cannot open its library</source>
        <translation>Luster no puede abrir su biblioteca</translation>
    </message>
    <message>
        <source>Luster cannot tell whether it is up to date: what the server says of updates has expired, or this computer&apos;s clock is wrong.</source>
        <translation>Luster no puede saber si está al día: lo que el servidor dice de las actualizaciones ha caducado, o el reloj de este ordenador no está en hora.</translation>
    </message>
    <message>
        <source>Luster cannot write to its own folder: {error}.</source>
        <translation>Luster no puede escribir en su propia carpeta: {error}.</translation>
    </message>
    <message>
        <source>Luster does not know this camera&apos;s RAW format.</source>
        <translation>Luster no conoce el formato RAW de esta cámara.</translation>
    </message>
    <message>
        <source>Luster does not wait for this link any more.</source>
        <translation>Luster ya no espera este enlace.</translation>
    </message>
    <message>
        <source>Luster edits only what you ask for, and gives each photo back at full size.</source>
        <translation>Luster edita solo lo que se le pide y devuelve cada foto a tamaño completo.</translation>
    </message>
    <message>
        <source>Luster ended unexpectedly the last time. Your photos and orders are safe.</source>
        <translation>Luster se cerró inesperadamente la última vez. Sus fotos y pedidos están a salvo.</translation>
    </message>
    <message>
        <source>Luster hit a problem</source>
        <translation>Luster ha tenido un problema</translation>
    </message>
    <message>
        <source>Luster is already running on this computer with the same library. Close it, then try again.</source>
        <translation>Luster ya está abierto en este ordenador con la misma biblioteca. Ciérrelo e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Luster is made with these parts. Each remains under its own licence.</source>
        <translation>Luster está hecho con estos componentes. Cada uno conserva su propia licencia.</translation>
    </message>
    <message>
        <source>Luster is not allowed to open this folder.</source>
        <translation>Luster no tiene permiso para abrir esta carpeta.</translation>
    </message>
    <message>
        <source>Luster is not allowed to read this file. Check its permissions.</source>
        <translation>Luster no tiene permiso para leer este archivo. Compruebe sus permisos.</translation>
    </message>
    <message>
        <source>Luster is reading the link.</source>
        <translation>Luster está leyendo el enlace.</translation>
    </message>
    <message>
        <source>Luster may not write there.</source>
        <translation>Luster no puede escribir ahí.</translation>
    </message>
    <message>
        <source>Luster may not write to its own folder. Check its permissions; Luster then goes on by itself.</source>
        <translation>Luster no puede escribir en su propia carpeta. Compruebe sus permisos; después Luster continúa por sí solo.</translation>
    </message>
    <message>
        <source>Luster may not write to {name}. Choose another folder.</source>
        <translation>Luster no puede escribir en {name}. Elija otra carpeta.</translation>
    </message>
    <message>
        <source>Luster speaks it from its next start on.</source>
        <translation>Luster lo usará a partir del próximo inicio.</translation>
    </message>
    <message>
        <source>Luster {version} did not start on this computer, so the one before it goes on.</source>
        <translation>Luster {version} no se inició en este ordenador, así que sigue la versión anterior.</translation>
    </message>
    <message>
        <source>Luster {version} does not work on this computer, so this one goes on.</source>
        <translation>Luster {version} no funciona en este ordenador, así que sigue esta versión.</translation>
    </message>
    <message>
        <source>Luster {version} is ready; it is applied when you quit.</source>
        <translation>Luster {version} está listo; se aplica al salir.</translation>
    </message>
    <message>
        <source>Made without the photo to look like: it is no longer stored at Luster</source>
        <translation>Hecha sin la foto a la que debía parecerse: ya no está guardada en Luster</translation>
    </message>
    <message>
        <source>Made without {name} to look like: it is no longer stored at Luster</source>
        <translation>Hecha sin {name}, a la que debía parecerse: ya no está guardada en Luster</translation>
    </message>
    <message>
        <source>Make a key</source>
        <translation>Crear una clave</translation>
    </message>
    <message>
        <source>Make rooms look alike across the shoot</source>
        <translation>Igualar las habitaciones de toda la sesión</translation>
    </message>
    <message>
        <source>Make the link</source>
        <translation>Crear el enlace</translation>
    </message>
    <message>
        <source>Make the other selected photos, or those that differ, look like this one</source>
        <translation>Igualar a esta las demás fotos seleccionadas, o las que difieren</translation>
    </message>
    <message>
        <source>Making pictures: {done} of {total}</source>
        <translation>Creando imágenes: {done} de {total}</translation>
    </message>
    <message>
        <source>Making pictures…</source>
        <translation>Creando imágenes…</translation>
    </message>
    <message>
        <source>Marks that machines read, in the pixels too</source>
        <translation>Marcas que leen las máquinas, también en los píxeles</translation>
    </message>
    <message>
        <source>Match to this photo</source>
        <translation>Igualar a esta foto</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menú</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>Fusionando</translation>
    </message>
    <message>
        <source>Merging, upright walls, colours</source>
        <translation>Fusión, paredes rectas, colores</translation>
    </message>
    <message>
        <source>Metadata (IPTC): nothing about how it came about</source>
        <translation>Metadatos (IPTC): nada sobre su origen</translation>
    </message>
    <message>
        <source>Metadata (IPTC): {said}</source>
        <translation>Metadatos (IPTC): {said}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>More ways to add photos</source>
        <translation>Más formas de añadir fotos</translation>
    </message>
    <message>
        <source>Movable thing</source>
        <translation>Objeto móvil</translation>
    </message>
    <message>
        <source>Move a row back</source>
        <translation>Mover una fila atrás</translation>
    </message>
    <message>
        <source>Move a row on</source>
        <translation>Mover una fila adelante</translation>
    </message>
    <message>
        <source>Move back</source>
        <translation>Mover atrás</translation>
    </message>
    <message>
        <source>Move on</source>
        <translation>Mover adelante</translation>
    </message>
    <message>
        <source>Move photos</source>
        <translation>Mover fotos</translation>
    </message>
    <message>
        <source>Move the divider</source>
        <translation>Mover el divisor</translation>
    </message>
    <message>
        <source>Move the divider by 1 %</source>
        <translation>Mover el divisor un 1 %</translation>
    </message>
    <message>
        <source>Much time went by between two of these exposures.</source>
        <translation>Pasó mucho tiempo entre dos de estas exposiciones.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Name of the new key</source>
        <translation>Nombre de la clave nueva</translation>
    </message>
    <message>
        <source>Name of the recipe and its folder</source>
        <translation>Nombre de la receta y de su carpeta</translation>
    </message>
    <message>
        <source>Name of the shoot</source>
        <translation>Nombre de la sesión</translation>
    </message>
    <message>
        <source>Name the room…</source>
        <translation>Nombrar la habitación…</translation>
    </message>
    <message>
        <source>Names cannot be made by “{template}”. It may say {choices}.</source>
        <translation>No se pueden formar nombres con «{template}». Se admite {choices}.</translation>
    </message>
    <message>
        <source>Natural</source>
        <translation>Natural</translation>
    </message>
    <message>
        <source>Never first</source>
        <translation>Nunca la primera</translation>
    </message>
    <message>
        <source>New export recipe</source>
        <translation>Receta de exportación nueva</translation>
    </message>
    <message>
        <source>New recipe…</source>
        <translation>Receta nueva…</translation>
    </message>
    <message>
        <source>New rules</source>
        <translation>Normas nuevas</translation>
    </message>
    <message>
        <source>New rules…</source>
        <translation>Normas nuevas…</translation>
    </message>
    <message>
        <source>New secret</source>
        <translation>Secreto nuevo</translation>
    </message>
    <message>
        <source>New shoot</source>
        <translation>Sesión nueva</translation>
    </message>
    <message numerus="yes">
        <source>New shoot: {names}.</source>
        <comment>{n} new shoots: {names}.</comment>
        <translation>
            <numerusform>Sesión nueva: {names}.</numerusform>
            <numerusform>{n} sesiones nuevas: {names}.</numerusform>
        </translation>
    </message>
    <message>
        <source>New shoot: {name}</source>
        <translation>Sesión nueva: {name}</translation>
    </message>
    <message>
        <source>New sky</source>
        <translation>Cielo nuevo</translation>
    </message>
    <message>
        <source>New sky can be chosen only once for a photo.</source>
        <translation>Cielo nuevo solo puede elegirse una vez por foto.</translation>
    </message>
    <message>
        <source>Next or previous photo</source>
        <translation>Foto siguiente o anterior</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>Foto siguiente</translation>
    </message>
    <message>
        <source>Next place</source>
        <translation>Lugar siguiente</translation>
    </message>
    <message>
        <source>Next result</source>
        <translation>Resultado siguiente</translation>
    </message>
    <message>
        <source>Next unsure group</source>
        <translation>Siguiente grupo dudoso</translation>
    </message>
    <message>
        <source>No browser could be opened. Copy the address of the payment page and open it in any browser.</source>
        <translation>No se pudo abrir ningún navegador. Copie la dirección de la página de pago y ábrala en cualquier navegador.</translation>
    </message>
    <message>
        <source>No change can be seen</source>
        <translation>No se ve ningún cambio</translation>
    </message>
    <message>
        <source>No connection. Luster goes on by itself when there is one.</source>
        <translation>Sin conexión. Luster continúa por sí solo cuando la haya.</translation>
    </message>
    <message>
        <source>No credit has come or gone yet.</source>
        <translation>Aún no ha entrado ni salido ningún crédito.</translation>
    </message>
    <message>
        <source>No event has been taken yet.</source>
        <translation>Aún no se ha aceptado ningún evento.</translation>
    </message>
    <message>
        <source>No file has at least {least} kB and at most {most} kB.</source>
        <translation>Ningún archivo tiene al menos {least} kB y como mucho {most} kB.</translation>
    </message>
    <message>
        <source>No lawn was found in this photo.</source>
        <translation>No se encontró césped en esta foto.</translation>
    </message>
    <message>
        <source>No more edits fit into one photo.</source>
        <translation>No caben más ediciones en una foto.</translation>
    </message>
    <message>
        <source>No photo matches the filter</source>
        <translation>Ninguna foto coincide con el filtro</translation>
    </message>
    <message>
        <source>No photo of this shoot can be shown yet. The link shows photos as they are delivered.</source>
        <translation>Todavía no se puede mostrar ninguna foto de esta sesión. El enlace muestra las fotos tal como se entregan.</translation>
    </message>
    <message>
        <source>No picture is larger than its longer edge of {edge} px.</source>
        <translation>Ninguna imagen es mayor que su lado largo de {edge} px.</translation>
    </message>
    <message>
        <source>No place had to be left as in your photo</source>
        <translation>Ningún lugar tuvo que quedar como en su foto</translation>
    </message>
    <message>
        <source>No sky was found in this photo.</source>
        <translation>No se encontró cielo en esta foto.</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>Sin estrellas</translation>
    </message>
    <message>
        <source>No windows were found in this photo.</source>
        <translation>No se encontraron ventanas en esta foto.</translation>
    </message>
    <message>
        <source>Nobody has opened it yet.</source>
        <translation>Nadie lo ha abierto todavía.</translation>
    </message>
    <message>
        <source>Nobody is signed in any more. Sign in, then try again.</source>
        <translation>Ya no hay ninguna sesión iniciada. Inicie sesión e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>None of the missing photos is in that folder.</source>
        <translation>Ninguna de las fotos que faltan está en esa carpeta.</translation>
    </message>
    <message>
        <source>None of these photos can be edited</source>
        <translation>Ninguna de estas fotos se puede editar</translation>
    </message>
    <message>
        <source>Not a sign-in</source>
        <translation>No es un inicio de sesión</translation>
    </message>
    <message>
        <source>Not asked for</source>
        <translation>No pedido</translation>
    </message>
    <message>
        <source>Not known for this result</source>
        <translation>No se conoce para este resultado</translation>
    </message>
    <message>
        <source>Not matched</source>
        <translation>Sin igualar</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Ahora no</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>Todavía no</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Nothing differs beyond what you asked for</source>
        <translation>Nada difiere más allá de lo pedido</translation>
    </message>
    <message>
        <source>Nothing else changed</source>
        <translation>No cambió nada más</translation>
    </message>
    <message>
        <source>Nothing in it is found in the other photos, so its light is left as it is.</source>
        <translation>Nada de ella aparece en las demás fotos, así que su luz se deja como está.</translation>
    </message>
    <message>
        <source>Nothing is asked</source>
        <translation>No se pide nada</translation>
    </message>
    <message>
        <source>Nothing is charged for an edit that was not finished. What is finished stays.</source>
        <translation>No se cobra nada por una edición sin terminar. Lo terminado se queda.</translation>
    </message>
    <message>
        <source>Nothing is proposed for what it shows.</source>
        <translation>No se propone nada para lo que muestra.</translation>
    </message>
    <message>
        <source>Nothing tells whether this photo belongs to another.</source>
        <translation>Nada indica si esta foto pertenece a otra.</translation>
    </message>
    <message>
        <source>Nothing tells whether this photo belongs to those before or after it.</source>
        <translation>Nada indica si esta foto pertenece a las de antes o después.</translation>
    </message>
    <message>
        <source>Nothing was ordered: {name} prohibits it. --allow-prohibited orders it all the same.</source>
        <translation>No se pidió nada: {name} lo prohíbe. --allow-prohibited lo pide de todos modos.</translation>
    </message>
    <message>
        <source>OR CHOOSE YOURSELF</source>
        <translation>O ELIJA USTED</translation>
    </message>
    <message numerus="yes">
        <source>Of this {n} photo, {said}.</source>
        <comment>Of these {n} photos, {said}.</comment>
        <translation>
            <numerusform>De esta foto: {said}.</numerusform>
            <numerusform>De estas {n} fotos: {said}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Apagadas</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Despacho</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Encendidas</translation>
    </message>
    <message>
        <source>On hold because of a disputed payment.</source>
        <translation>Retenida por un pago disputado.</translation>
    </message>
    <message>
        <source>One credit is one finished photo. A photo that fails costs nothing, and credits do not expire.</source>
        <translation>Un crédito es una foto terminada. Una foto fallida no cuesta nada y los créditos no caducan.</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Un momento…</translation>
    </message>
    <message>
        <source>One of these may have been made by the camera from the others.</source>
        <translation>Puede que la cámara haya hecho una de ellas a partir de las demás.</translation>
    </message>
    <message>
        <source>Only here</source>
        <translation>Solo aquí</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Open a photo to paint on it</source>
        <translation>Abra una foto para pintar sobre ella</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Abrir carpeta…</translation>
    </message>
    <message>
        <source>Open or close the stack</source>
        <translation>Abrir o cerrar la pila</translation>
    </message>
    <message>
        <source>Open the one-machine mailbox</source>
        <translation>Abrir el buzón de este ordenador</translation>
    </message>
    <message>
        <source>Open the payment page again</source>
        <translation>Abrir de nuevo la página de pago</translation>
    </message>
    <message>
        <source>Open the stack</source>
        <translation>Abrir la pila</translation>
    </message>
    <message>
        <source>Opened last on {moment}.</source>
        <translation>Se abrió por última vez el {moment}.</translation>
    </message>
    <message>
        <source>Or open the link in the same e-mail, on this computer.</source>
        <translation>O abra el enlace del mismo correo, en este ordenador.</translation>
    </message>
    <message>
        <source>Order all</source>
        <translation>Pedir todo</translation>
    </message>
    <message>
        <source>Order all ({credits})</source>
        <translation>Pedir todo ({credits})</translation>
    </message>
    <message>
        <source>Order the others only</source>
        <translation>Pedir solo las demás</translation>
    </message>
    <message>
        <source>Order these ({credits})</source>
        <translation>Pedir estas ({credits})</translation>
    </message>
    <message>
        <source>Order this edit again</source>
        <translation>Pedir de nuevo esta edición</translation>
    </message>
    <message>
        <source>Order what is proposed</source>
        <translation>Pedir lo propuesto</translation>
    </message>
    <message>
        <source>Order {title} for {whom}</source>
        <translation>Pedir {title} para {whom}</translation>
    </message>
    <message>
        <source>Order: {order}</source>
        <translation>Orden: {order}</translation>
    </message>
    <message>
        <source>Orders that are not finished</source>
        <translation>Pedidos sin terminar</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Other address</source>
        <translation>Otra dirección</translation>
    </message>
    <message>
        <source>PRESETS</source>
        <translation>AJUSTES</translation>
    </message>
    <message>
        <source>PROPOSED FOR THIS SHOOT</source>
        <translation>PROPUESTO PARA ESTA SESIÓN</translation>
    </message>
    <message>
        <source>Pad</source>
        <translation>Rellenar</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Pintar</translation>
    </message>
    <message>
        <source>Paint a part to edit</source>
        <translation>Pintar una parte para editarla</translation>
    </message>
    <message>
        <source>Paint on the photo</source>
        <translation>Pintar en la foto</translation>
    </message>
    <message>
        <source>Paint or compare</source>
        <translation>Pintar o comparar</translation>
    </message>
    <message>
        <source>Paint over the place in the photo that should change.</source>
        <translation>Pinte sobre el lugar de la foto que debe cambiar.</translation>
    </message>
    <message>
        <source>Paint over what should go</source>
        <translation>Pinte sobre lo que debe desaparecer</translation>
    </message>
    <message>
        <source>Paint over what should go, with its shadow.</source>
        <translation>Pinte sobre lo que debe desaparecer, con su sombra.</translation>
    </message>
    <message>
        <source>Paint what to remove or to edit, or compare</source>
        <translation>Pintar lo que se quita o edita, o comparar</translation>
    </message>
    <message>
        <source>Paint where the edit may go.</source>
        <translation>Pinte dónde puede actuar la edición.</translation>
    </message>
    <message>
        <source>Painted: Enhance takes it away.</source>
        <translation>Pintado: Mejorar lo quita.</translation>
    </message>
    <message>
        <source>Part {number}: {text}</source>
        <translation>Parte {number}: {text}</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Componentes</translation>
    </message>
    <message>
        <source>Patio</source>
        <translation>Patio</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Paused. What the service has already goes on there.</source>
        <translation>En pausa. Lo que ya tiene el servicio continúa allí.</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>Fotos</translation>
    </message>
    <message>
        <source>Photos ({patterns})</source>
        <translation>Fotos ({patterns})</translation>
    </message>
    <message>
        <source>Photos and results to look at</source>
        <translation>Fotos y resultados para ver</translation>
    </message>
    <message>
        <source>Photos appear here as they arrive</source>
        <translation>Las fotos aparecen aquí según llegan</translation>
    </message>
    <message>
        <source>Photos are added as they arrive, from a camera or an export</source>
        <translation>Las fotos se añaden según llegan, de una cámara o de una exportación</translation>
    </message>
    <message>
        <source>Photos beside this one show the same view at the same exposure: a burst, or one taken again.</source>
        <translation>Las fotos contiguas muestran la misma vista con la misma exposición: una ráfaga, o una toma repetida.</translation>
    </message>
    <message>
        <source>Photos can be moved while they are in the order of the shoot.</source>
        <translation>Las fotos se pueden mover mientras están en el orden de la sesión.</translation>
    </message>
    <message>
        <source>Photos of the shoot</source>
        <translation>Fotos de la sesión</translation>
    </message>
    <message>
        <source>Photos shown: {text}</source>
        <translation>Fotos mostradas: {text}</translation>
    </message>
    <message>
        <source>Picture {number} is missing.</source>
        <translation>Falta la imagen {number}.</translation>
    </message>
    <message>
        <source>Pictures cannot be signed with this certificate and key: {detail}.</source>
        <translation>No se pueden firmar imágenes con este certificado y esta clave: {detail}.</translation>
    </message>
    <message>
        <source>Pictures cannot be signed: what signs is not installed here. Install `luster[sign]`.</source>
        <translation>No se pueden firmar imágenes: lo que firma no está instalado aquí. Instale `luster[sign]`.</translation>
    </message>
    <message>
        <source>Pictures for the MLS, print and web, by the rules that hold</source>
        <translation>Imágenes para MLS, impresión y web, según las normas vigentes</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>Píxeles</translation>
    </message>
    <message>
        <source>Pixels: Luster&apos;s mark, {said} ({strength} times as strong as chance)</source>
        <translation>Píxeles: marca de Luster, {said} ({strength} veces más fuerte que el azar)</translation>
    </message>
    <message>
        <source>Pixels: no mark of Luster&apos;s</source>
        <translation>Píxeles: sin marca de Luster</translation>
    </message>
    <message>
        <source>Please sign in again.</source>
        <translation>Vuelva a iniciar sesión, por favor.</translation>
    </message>
    <message>
        <source>Pool</source>
        <translation>Piscina</translation>
    </message>
    <message>
        <source>Preparing</source>
        <translation>Preparando</translation>
    </message>
    <message>
        <source>Preparing this photo stopped unexpectedly; the computer may be short of memory.</source>
        <translation>La preparación de esta foto se detuvo inesperadamente; quizá al ordenador le falta memoria.</translation>
    </message>
    <message>
        <source>Preset {number}</source>
        <translation>Ajuste {number}</translation>
    </message>
    <message>
        <source>Press {number} to choose {title}</source>
        <translation>Pulse {number} para elegir {title}</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>Foto anterior</translation>
    </message>
    <message>
        <source>Previous place</source>
        <translation>Lugar anterior</translation>
    </message>
    <message>
        <source>Primary bath</source>
        <translation>Baño principal</translation>
    </message>
    <message>
        <source>Primary bedroom</source>
        <translation>Dormitorio principal</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Impresión</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>Privacidad</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Progress of the order</source>
        <translation>Progreso del pedido</translation>
    </message>
    <message>
        <source>Prompt by</source>
        <translation>Indicación de</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>Valoración</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>Leídas el</translation>
    </message>
    <message>
        <source>Read on {day}: {source}, from a summary by others.</source>
        <translation>Leídas el {day}: {source}, de un resumen de terceros.</translation>
    </message>
    <message>
        <source>Read on {day}: {source}.</source>
        <translation>Leídas el {day}: {source}.</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>photos</comment>
        <translation>Listas</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Lista</translation>
    </message>
    <message>
        <source>Real estate photo editing that changes only what was asked for, at full resolution.</source>
        <translation>Edición de fotos inmobiliarias que solo cambia lo que se pide, a plena resolución.</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Redo with a note…</source>
        <translation>Rehacer con una nota…</translation>
    </message>
    <message>
        <source>Redo {edits}</source>
        <translation>Rehacer {edits}</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <source>Reject, or take back</source>
        <translation>Rechazar o retirar</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>Rejected photos only</source>
        <translation>Solo fotos rechazadas</translation>
    </message>
    <message>
        <source>Remarks begin</source>
        <translation>Las notas empiezan</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Remove a fixed part</source>
        <translation>Quitar una parte fija</translation>
    </message>
    <message>
        <source>Remove a movable thing</source>
        <translation>Quitar un objeto móvil</translation>
    </message>
    <message>
        <source>Remove damage</source>
        <translation>Quitar un desperfecto</translation>
    </message>
    <message>
        <source>Remove from Luster…</source>
        <translation>Quitar de Luster…</translation>
    </message>
    <message>
        <source>Remove from the shoot</source>
        <translation>Quitar de la sesión</translation>
    </message>
    <message>
        <source>Remove from the shoot; the files stay on your disk</source>
        <translation>Quitar de la sesión; los archivos se quedan en su disco</translation>
    </message>
    <message>
        <source>Remove objects</source>
        <translation>Quitar objetos</translation>
    </message>
    <message>
        <source>Remove shoot</source>
        <translation>Quitar la sesión</translation>
    </message>
    <message>
        <source>Remove “{name}” from Luster?</source>
        <translation>¿Quitar «{name}» de Luster?</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar el nombre</translation>
    </message>
    <message>
        <source>Rename the shoot</source>
        <translation>Cambiar el nombre de la sesión</translation>
    </message>
    <message>
        <source>Replaces a dull or blown-out sky and leaves the rest of the photo untouched.</source>
        <translation>Sustituye un cielo apagado o quemado y deja intacto el resto de la foto.</translation>
    </message>
    <message>
        <source>Report a problem</source>
        <translation>Informar de un problema</translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>Informar de un problema…</translation>
    </message>
    <message>
        <source>Request {request}</source>
        <translation>Petición {request}</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Results of this photo</source>
        <translation>Resultados de esta foto</translation>
    </message>
    <message>
        <source>Results stay as they were delivered. Enhance again to have the turned photo edited.</source>
        <translation>Los resultados se quedan como se entregaron. Mejore de nuevo para editar la foto girada.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Retry what failed</source>
        <translation>Reintentar lo fallido</translation>
    </message>
    <message>
        <source>Reversed</source>
        <translation>Invertido</translation>
    </message>
    <message>
        <source>Reviewed or not</source>
        <translation>Revisadas o no</translation>
    </message>
    <message>
        <source>Reviewing</source>
        <translation>Revisar</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Revocar</translation>
    </message>
    <message>
        <source>Revoke {name}</source>
        <translation>Revocar {name}</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Habitación</translation>
    </message>
    <message>
        <source>Rooms alike across the shoot</source>
        <translation>Habitaciones iguales en toda la sesión</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Normas</translation>
    </message>
    <message>
        <source>Rules as Luster has read them, not legal advice.</source>
        <translation>Normas tal como Luster las ha leído, no es asesoramiento jurídico.</translation>
    </message>
    <message>
        <source>SHOOTS</source>
        <translation>SESIONES</translation>
    </message>
    <message>
        <source>Sample shoot</source>
        <translation>Sesión de ejemplo</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Save all of the shoot</source>
        <translation>Guardar todo lo de la sesión</translation>
    </message>
    <message>
        <source>Save all…</source>
        <translation>Guardar todo…</translation>
    </message>
    <message>
        <source>Save finished photos</source>
        <translation>Guardar fotos terminadas</translation>
    </message>
    <message>
        <source>Save finished photos to</source>
        <translation>Guardar las fotos terminadas en</translation>
    </message>
    <message>
        <source>Save finished photos to a folder</source>
        <translation>Guardar fotos terminadas en una carpeta</translation>
    </message>
    <message>
        <source>Save the report…</source>
        <translation>Guardar el informe…</translation>
    </message>
    <message>
        <source>Save this photo</source>
        <translation>Guardar esta foto</translation>
    </message>
    <message>
        <source>Save {count}</source>
        <translation>Guardar {count}</translation>
    </message>
    <message>
        <source>Save {results} to</source>
        <translation>Guardar {results} en</translation>
    </message>
    <message>
        <source>Save {results}…</source>
        <translation>Guardar {results}…</translation>
    </message>
    <message>
        <source>Saving {done} of {total}…</source>
        <translation>Guardando {done} de {total}…</translation>
    </message>
    <message>
        <source>Say what a painted part is</source>
        <translation>Decir qué es una parte pintada</translation>
    </message>
    <message>
        <source>Say what it is (T).</source>
        <translation>Diga qué es (T).</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>Pantalla</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Seleccionar todo</translation>
    </message>
    <message>
        <source>Select the photos that are left out</source>
        <translation>Seleccionar las fotos omitidas</translation>
    </message>
    <message>
        <source>Select these photos, and choose this for them</source>
        <translation>Seleccionar estas fotos y elegir esto para ellas</translation>
    </message>
    <message>
        <source>Select {names}</source>
        <translation>Seleccionar {names}</translation>
    </message>
    <message>
        <source>Send another code</source>
        <translation>Enviar otro código</translation>
    </message>
    <message>
        <source>Send another code in {left} s</source>
        <translation>Enviar otro código en {left} s</translation>
    </message>
    <message>
        <source>Send code</source>
        <translation>Enviar código</translation>
    </message>
    <message>
        <source>Sending: {done} of {total} MB</source>
        <translation>Enviando: {done} de {total} MB</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Enviando…</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Configuración…</translation>
    </message>
    <message>
        <source>Share with the agent</source>
        <translation>Compartir con el agente</translation>
    </message>
    <message>
        <source>Share with the agent…</source>
        <translation>Compartir con el agente…</translation>
    </message>
    <message>
        <source>Sharpened</source>
        <translation>Enfocado</translation>
    </message>
    <message>
        <source>Sharpening</source>
        <translation>Enfoque</translation>
    </message>
    <message>
        <source>Shoot order</source>
        <translation>Orden de la sesión</translation>
    </message>
    <message>
        <source>Shoot {day}</source>
        <translation>Sesión {day}</translation>
    </message>
    <message>
        <source>Shoots</source>
        <translation>Sesiones</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Show earlier</source>
        <translation>Mostrar anteriores</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Mostrar en la carpeta</translation>
    </message>
    <message>
        <source>Show only the groups that are unsure; U goes from one to the next</source>
        <translation>Mostrar solo los grupos dudosos; U pasa de uno al siguiente</translation>
    </message>
    <message>
        <source>Show original in folder</source>
        <translation>Mostrar el original en la carpeta</translation>
    </message>
    <message>
        <source>Show that order</source>
        <translation>Mostrar ese orden</translation>
    </message>
    <message>
        <source>Show what changed</source>
        <translation>Mostrar los cambios</translation>
    </message>
    <message>
        <source>Show what changed, and what was left as in your photo</source>
        <translation>Mostrar lo que cambió y lo que quedó como en su foto</translation>
    </message>
    <message>
        <source>Show which</source>
        <translation>Mostrar cuáles</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Lado a lado</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Iniciar sesión</translation>
    </message>
    <message>
        <source>Sign in to Luster</source>
        <translation>Iniciar sesión en Luster</translation>
    </message>
    <message>
        <source>Sign in to enhance</source>
        <translation>Iniciar sesión para mejorar</translation>
    </message>
    <message>
        <source>Sign in to go on with your order.</source>
        <translation>Inicie sesión para continuar con su pedido.</translation>
    </message>
    <message>
        <source>Sign in to go on.</source>
        <translation>Inicie sesión para continuar.</translation>
    </message>
    <message>
        <source>Sign in to order</source>
        <translation>Iniciar sesión para pedir</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Cerrar sesión</translation>
    </message>
    <message>
        <source>Signing in did not work. Ask for a new code and try again.</source>
        <translation>No se pudo iniciar sesión. Pida un código nuevo e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Six-digit code from the e-mail</source>
        <translation>Código de seis dígitos del correo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Tamaño del pincel</translation>
    </message>
    <message>
        <source>Size of the photos</source>
        <translation>Tamaño de las fotos</translation>
    </message>
    <message>
        <source>Sky</source>
        <translation>Cielo</translation>
    </message>
    <message>
        <source>Soft clouds</source>
        <translation>Nubes suaves</translation>
    </message>
    <message>
        <source>Some of these exposures occur twice, so there may be two brackets of one scene.</source>
        <translation>Algunas de estas exposiciones aparecen dos veces, así que puede haber dos horquillados de una escena.</translation>
    </message>
    <message>
        <source>Some of these photos were lit or processed differently from the others.</source>
        <translation>Algunas de estas fotos se iluminaron o procesaron de otro modo que las demás.</translation>
    </message>
    <message>
        <source>Some of these results or files are not stored at Luster. Choose others.</source>
        <translation>Algunos de estos resultados o archivos no están guardados en Luster. Elija otros.</translation>
    </message>
    <message>
        <source>Some rules forbid it: say what goes</source>
        <translation>Algunas normas lo prohíben: diga qué se quita</translation>
    </message>
    <message>
        <source>Something went wrong in Luster. It tries again by itself.</source>
        <translation>Algo salió mal en Luster. Lo intenta de nuevo por sí solo.</translation>
    </message>
    <message>
        <source>Something went wrong inside Luster. Your photos and orders are safe.</source>
        <translation>Algo salió mal dentro de Luster. Sus fotos y pedidos están a salvo.</translation>
    </message>
    <message>
        <source>Something went wrong on our side. Please try again.</source>
        <translation>Algo salió mal por nuestra parte. Inténtelo de nuevo, por favor.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Fuente</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Separar</translation>
    </message>
    <message>
        <source>Stacks</source>
        <translation>Pilas</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>Estrellas</translation>
    </message>
    <message>
        <source>Stars, turning and finishing</source>
        <translation>Estrellas, giro y acabado</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Stay white</source>
        <translation>Quedan blancas</translation>
    </message>
    <message>
        <source>Stays</source>
        <translation>Se queda</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Stop watching. The photos that have arrived stay.</source>
        <translation>Dejar de vigilar. Las fotos que han llegado se quedan.</translation>
    </message>
    <message>
        <source>Stopped. The same delivery goes on where it was.</source>
        <translation>Detenida. La misma entrega continúa donde estaba.</translation>
    </message>
    <message>
        <source>Stopped. What is there already is not sent again.</source>
        <translation>Detenido. Lo que ya está allí no se envía otra vez.</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Deteniendo…</translation>
    </message>
    <message>
        <source>Storage asked for a new link. Luster tries again by itself.</source>
        <translation>El almacenamiento pidió un enlace nuevo. Luster lo intenta de nuevo por sí solo.</translation>
    </message>
    <message>
        <source>Storage did not take the photo. Try again; if that does not help, write to support.</source>
        <translation>El almacenamiento no aceptó la foto. Inténtelo de nuevo; si no ayuda, escriba a soporte.</translation>
    </message>
    <message>
        <source>Straight verticals</source>
        <translation>Verticales rectas</translation>
    </message>
    <message>
        <source>Straighten verticals</source>
        <translation>Enderezar verticales</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Intensidad</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Fuerte</translation>
    </message>
    <message>
        <source>Sunset</source>
        <translation>Puesta de sol</translation>
    </message>
    <message>
        <source>System</source>
        <comment>appearance</comment>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>Take all paint away; Ctrl+Z takes back one stroke</source>
        <translation>Quitar toda la pintura; Ctrl+Z retira un trazo</translation>
    </message>
    <message>
        <source>Take an exposure out</source>
        <translation>Sacar una exposición</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Retirar</translation>
    </message>
    <message>
        <source>Take it out of the order, or put it in again</source>
        <translation>Sacarlo del pedido o volver a incluirlo</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>Sacar</translation>
    </message>
    <message>
        <source>Takes away what you paint over, such as bins, cables or cars, and leaves the rest of the photo untouched.</source>
        <translation>Quita lo que usted pinta, como cubos, cables o coches, y deja intacto el resto de la foto.</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Condiciones</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Tamaño del texto</translation>
    </message>
    <message>
        <source>That does not look like an e-mail address.</source>
        <translation>Eso no parece un correo electrónico.</translation>
    </message>
    <message numerus="yes">
        <source>The ZIP of {titles} is larger than {most} GB and is left out. Its pictures are on the page.</source>
        <comment>The ZIPs of {titles} are larger than {most} GB and are left out. Their pictures are on the page.</comment>
        <translation>
            <numerusform>El ZIP de {titles} supera {most} GB y se omite. Sus imágenes están en la página.</numerusform>
            <numerusform>Los ZIP de {titles} superan {most} GB y se omiten. Sus imágenes están en la página.</numerusform>
        </translation>
    </message>
    <message>
        <source>The address did not answer, or not by a valid certificate.</source>
        <translation>La dirección no respondió, o no con un certificado válido.</translation>
    </message>
    <message>
        <source>The address is not known on the internet.</source>
        <translation>La dirección no se conoce en internet.</translation>
    </message>
    <message>
        <source>The address leads on to another one. Enter that one.</source>
        <translation>La dirección lleva a otra. Introduzca esa.</translation>
    </message>
    <message>
        <source>The address leads to a private network, where Luster sends nothing.</source>
        <translation>La dirección lleva a una red privada, adonde Luster no envía nada.</translation>
    </message>
    <message>
        <source>The address must begin with https:// and name a server on the internet.</source>
        <translation>La dirección debe empezar por https:// y nombrar un servidor de internet.</translation>
    </message>
    <message>
        <source>The camera was bracketing, but the other exposures are missing.</source>
        <translation>La cámara hacía un horquillado, pero faltan las demás exposiciones.</translation>
    </message>
    <message>
        <source>The camera wrote no times or exposures, so these were grouped by name and looks.</source>
        <translation>La cámara no escribió horas ni exposiciones, así que se agruparon por nombre y aspecto.</translation>
    </message>
    <message>
        <source>The card or folder is no longer there.</source>
        <translation>La tarjeta o carpeta ya no está.</translation>
    </message>
    <message>
        <source>The card or folder went away while it was read, after {photos}. Connect it and add it again.</source>
        <translation>La tarjeta o carpeta desapareció durante la lectura, tras {photos}. Conéctela y añádala de nuevo.</translation>
    </message>
    <message>
        <source>The certificate or its key, {name}, cannot be read: {error}.</source>
        <translation>El certificado o su clave, {name}, no se puede leer: {error}.</translation>
    </message>
    <message>
        <source>The change could not be kept</source>
        <translation>No se pudo guardar el cambio</translation>
    </message>
    <message>
        <source>The code from the e-mail has 6 digits.</source>
        <translation>El código del correo tiene 6 dígitos.</translation>
    </message>
    <message>
        <source>The colours are not in sRGB.</source>
        <translation>Los colores no están en sRGB.</translation>
    </message>
    <message>
        <source>The computer was asleep. Luster connects again and goes on by itself.</source>
        <translation>El ordenador estaba en reposo. Luster se conecta de nuevo y continúa por sí solo.</translation>
    </message>
    <message>
        <source>The connection was interrupted. Luster tries again by itself.</source>
        <translation>Se interrumpió la conexión. Luster lo intenta de nuevo por sí solo.</translation>
    </message>
    <message>
        <source>The connection was lost. What has arrived stays; go on when there is one again.</source>
        <translation>Se perdió la conexión. Lo que llegó se queda; continúe cuando vuelva a haberla.</translation>
    </message>
    <message>
        <source>The credit ledger&apos;s entries, without your name or anything else about you</source>
        <translation>Los apuntes de créditos, sin su nombre ni nada más sobre usted</translation>
    </message>
    <message>
        <source>The disk is full. Make room; Luster then goes on by itself.</source>
        <translation>El disco está lleno. Haga sitio; después Luster continúa por sí solo.</translation>
    </message>
    <message>
        <source>The disk is nearly full, so finished photos are not fetched. Make room; Luster then goes on by itself.</source>
        <translation>El disco está casi lleno, así que no se descargan fotos terminadas. Haga sitio; después Luster continúa por sí solo.</translation>
    </message>
    <message>
        <source>The disk of {name} is full. Make room or choose another folder.</source>
        <translation>El disco de {name} está lleno. Haga sitio o elija otra carpeta.</translation>
    </message>
    <message>
        <source>The disk or folder cannot be reached or is full.</source>
        <translation>No se puede acceder al disco o carpeta, o está lleno.</translation>
    </message>
    <message>
        <source>The edit came back as another view of the scene, twice. No credit was taken. Try again later.</source>
        <translation>La edición volvió dos veces como otra vista de la escena. No se gastó ningún crédito. Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>The edit came back as no usable picture, twice. No credit was taken. Try again later.</source>
        <translation>La edición volvió dos veces como una imagen inservible. No se gastó ningún crédito. Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>The edit changed more than it should, twice. No credit was taken. Try another edit or a milder setting.</source>
        <translation>La edición cambió dos veces más de lo debido. No se gastó ningún crédito. Pruebe otra edición o una opción más suave.</translation>
    </message>
    <message>
        <source>The edit did not work after several tries. No credit was taken.</source>
        <translation>La edición no funcionó tras varios intentos. No se gastó ningún crédito.</translation>
    </message>
    <message>
        <source>The edit did not work. No credit was taken.</source>
        <translation>La edición no funcionó. No se gastó ningún crédito.</translation>
    </message>
    <message>
        <source>The edit hardly changed what you asked for, twice. No credit was taken. Try another setting or another photo.</source>
        <translation>La edición apenas cambió lo pedido, dos veces. No se gastó ningún crédito. Pruebe otra opción u otra foto.</translation>
    </message>
    <message>
        <source>The edit stays within.</source>
        <translation>La edición se queda dentro.</translation>
    </message>
    <message>
        <source>The edited photo cannot be kept on this computer: {error}.</source>
        <translation>La foto editada no se puede guardar en este ordenador: {error}.</translation>
    </message>
    <message>
        <source>The edited photo did not arrive whole.</source>
        <translation>La foto editada no llegó completa.</translation>
    </message>
    <message>
        <source>The exposures differ in size or kind, so they cannot be merged.</source>
        <translation>Las exposiciones difieren en tamaño o tipo, así que no se pueden fusionar.</translation>
    </message>
    <message>
        <source>The file can no longer be read.</source>
        <translation>El archivo ya no se puede leer.</translation>
    </message>
    <message>
        <source>The file cannot be read: {error}.</source>
        <translation>El archivo no se puede leer: {error}.</translation>
    </message>
    <message>
        <source>The file does not say how the picture came about.</source>
        <translation>El archivo no dice cómo se hizo la imagen.</translation>
    </message>
    <message>
        <source>The file does not say what was altered.</source>
        <translation>El archivo no dice qué se alteró.</translation>
    </message>
    <message>
        <source>The file has not arrived yet.</source>
        <translation>El archivo aún no ha llegado.</translation>
    </message>
    <message>
        <source>The file has {kilobytes} kB; at least {least} are needed.</source>
        <translation>El archivo tiene {kilobytes} kB; hacen falta al menos {least}.</translation>
    </message>
    <message>
        <source>The file has {kilobytes} kB; at most {most} are taken.</source>
        <translation>El archivo tiene {kilobytes} kB; se admiten como máximo {most}.</translation>
    </message>
    <message>
        <source>The file has {megabytes} MB; Luster takes up to {most} MB.</source>
        <translation>El archivo tiene {megabytes} MB; Luster admite hasta {most} MB.</translation>
    </message>
    <message>
        <source>The file is an animation, not a photo.</source>
        <translation>El archivo es una animación, no una foto.</translation>
    </message>
    <message>
        <source>The file is damaged or incomplete; copy it from the card again.</source>
        <translation>El archivo está dañado o incompleto; cópielo de nuevo de la tarjeta.</translation>
    </message>
    <message>
        <source>The file is damaged, or its pixels are of a kind that Luster cannot read.</source>
        <translation>El archivo está dañado, o sus píxeles son de un tipo que Luster no puede leer.</translation>
    </message>
    <message>
        <source>The file is damaged: a part of the picture is missing.</source>
        <translation>El archivo está dañado: falta una parte de la imagen.</translation>
    </message>
    <message>
        <source>The file is damaged: its header cannot be read.</source>
        <translation>El archivo está dañado: no se puede leer su cabecera.</translation>
    </message>
    <message>
        <source>The file is damaged: its picture cannot be read.</source>
        <translation>El archivo está dañado: no se puede leer su imagen.</translation>
    </message>
    <message>
        <source>The file is empty.</source>
        <translation>El archivo está vacío.</translation>
    </message>
    <message>
        <source>The file is empty; copy it from the card again.</source>
        <translation>El archivo está vacío; cópielo de nuevo de la tarjeta.</translation>
    </message>
    <message>
        <source>The file is in a form that Luster cannot read; export it again as JPEG.</source>
        <translation>El archivo tiene una forma que Luster no puede leer; expórtelo de nuevo como JPEG.</translation>
    </message>
    <message>
        <source>The file is missing. Locate it first.</source>
        <translation>Falta el archivo. Localícelo primero.</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>El archivo ya no está.</translation>
    </message>
    <message>
        <source>The file is not a JPEG, HEIC, PNG, TIFF or WebP photo, or it is damaged.</source>
        <translation>El archivo no es una foto JPEG, HEIC, PNG, TIFF o WebP, o está dañado.</translation>
    </message>
    <message>
        <source>The file says what should not be in it: {what}.</source>
        <translation>El archivo dice lo que no debería contener: {what}.</translation>
    </message>
    <message>
        <source>The file was changed after it was added. Choose Try again to use it as it is now.</source>
        <translation>El archivo cambió después de añadirlo. Elija «Reintentar» para usarlo como está ahora.</translation>
    </message>
    <message>
        <source>The files are missing. Locate them first.</source>
        <translation>Faltan los archivos. Localícelos primero.</translation>
    </message>
    <message>
        <source>The finished photo or the folder is no longer there.</source>
        <translation>La foto terminada o la carpeta ya no está.</translation>
    </message>
    <message>
        <source>The first photo must not be altered. Move another one there.</source>
        <translation>La primera foto no puede estar alterada. Ponga otra en su lugar.</translation>
    </message>
    <message>
        <source>The first {count} are shown.</source>
        <translation>Se muestran las primeras {count}.</translation>
    </message>
    <message>
        <source>The folder cannot be watched</source>
        <translation>No se puede vigilar la carpeta</translation>
    </message>
    <message>
        <source>The folder {name} cannot be found. Its photos arrive when it is back.</source>
        <translation>No se encuentra la carpeta {name}. Sus fotos llegarán cuando vuelva.</translation>
    </message>
    <message>
        <source>The group is right as it is</source>
        <translation>El grupo está bien así</translation>
    </message>
    <message>
        <source>The image model could not work with this photo. No credit was taken; try exporting it again as JPEG.</source>
        <translation>El modelo de imagen no pudo trabajar con esta foto. No se gastó ningún crédito; pruebe a exportarla de nuevo como JPEG.</translation>
    </message>
    <message>
        <source>The image model refused this photo for safety reasons. No credit was taken. Check that nobody&apos;s face or private text is the main subject, or try another photo.</source>
        <translation>El modelo de imagen rechazó esta foto por motivos de seguridad. No se gastó ningún crédito. Compruebe que ninguna cara ni texto privado sea el motivo principal, o pruebe otra foto.</translation>
    </message>
    <message>
        <source>The label needs words.</source>
        <translation>La etiqueta necesita palabras.</translation>
    </message>
    <message>
        <source>The last event was taken on {moment}.</source>
        <translation>El último evento se aceptó el {moment}.</translation>
    </message>
    <message>
        <source>The lawn was generated</source>
        <translation>El césped se generó</translation>
    </message>
    <message>
        <source>The library on this computer was damaged, so a new one was begun. Your photos are untouched, and the old library was kept as {name}.</source>
        <translation>La biblioteca de este ordenador estaba dañada, así que se empezó una nueva. Sus fotos están intactas y la biblioteca antigua se guardó como {name}.</translation>
    </message>
    <message>
        <source>The library on this computer was written by a newer Luster. Install that one.</source>
        <translation>La biblioteca de este ordenador la escribió un Luster más nuevo. Instálelo.</translation>
    </message>
    <message>
        <source>The light in the windows was generated</source>
        <translation>La luz de las ventanas se generó</translation>
    </message>
    <message>
        <source>The link</source>
        <translation>El enlace</translation>
    </message>
    <message>
        <source>The link ended on {day}. Make a new one to share the photos again.</source>
        <translation>El enlace terminó el {day}. Cree uno nuevo para volver a compartir las fotos.</translation>
    </message>
    <message>
        <source>The link has ended: whoever opens it is told so.</source>
        <translation>El enlace ha terminado: a quien lo abra se le dice.</translation>
    </message>
    <message>
        <source>The link in that e-mail has run out; the six digits still work.</source>
        <translation>El enlace de ese correo ha caducado; los seis dígitos aún sirven.</translation>
    </message>
    <message>
        <source>The link was made on another computer, which has it. To get one here, end it and make a new one.</source>
        <translation>El enlace se creó en otro ordenador, que lo tiene. Para tener uno aquí, termínelo y cree uno nuevo.</translation>
    </message>
    <message>
        <source>The model&apos;s version</source>
        <translation>La versión del modelo</translation>
    </message>
    <message>
        <source>The model&apos;s version is no longer kept.</source>
        <translation>La versión del modelo ya no se guarda.</translation>
    </message>
    <message>
        <source>The model&apos;s version, close up</source>
        <translation>La versión del modelo, de cerca</translation>
    </message>
    <message>
        <source>The new key. Copy it now: it is not shown again.</source>
        <translation>La clave nueva. Cópiela ahora: no se vuelve a mostrar.</translation>
    </message>
    <message>
        <source>The next of these</source>
        <translation>La siguiente de estas</translation>
    </message>
    <message>
        <source>The order could not be written down</source>
        <translation>No se pudo anotar el pedido</translation>
    </message>
    <message>
        <source>The order is finished.</source>
        <translation>El pedido está terminado.</translation>
    </message>
    <message numerus="yes">
        <source>The order is finished. {n} photo failed.</source>
        <comment>The order is finished. {n} photos failed.</comment>
        <translation>
            <numerusform>El pedido está terminado. Falló {n} foto.</numerusform>
            <numerusform>El pedido está terminado. Fallaron {n} fotos.</numerusform>
        </translation>
    </message>
    <message>
        <source>The original is not where the profile wants it.</source>
        <translation>El original no está donde el perfil lo pide.</translation>
    </message>
    <message>
        <source>The page is up to date. The link is still the same.</source>
        <translation>La página está al día. El enlace sigue siendo el mismo.</translation>
    </message>
    <message>
        <source>The painted place was generated</source>
        <translation>El lugar pintado se generó</translation>
    </message>
    <message>
        <source>The painted region cannot be read.</source>
        <translation>No se puede leer la zona pintada.</translation>
    </message>
    <message>
        <source>The painted region has too many strokes. Use a larger brush.</source>
        <translation>La zona pintada tiene demasiados trazos. Use un pincel más grande.</translation>
    </message>
    <message>
        <source>The photo before or after shows the same scene, and nothing says whether it belongs here.</source>
        <translation>La foto anterior o posterior muestra la misma escena y nada indica si va aquí.</translation>
    </message>
    <message>
        <source>The photo could not be processed; the file may be damaged. Export it again as JPEG and try once more.</source>
        <translation>No se pudo procesar la foto; puede que el archivo esté dañado. Expórtela de nuevo como JPEG e inténtelo otra vez.</translation>
    </message>
    <message>
        <source>The photo could not be saved in {name}: {error}.</source>
        <translation>No se pudo guardar la foto en {name}: {error}.</translation>
    </message>
    <message>
        <source>The photo has 32-bit or unusual pixels; export it with 8 or 16 bits per channel.</source>
        <translation>La foto tiene píxeles de 32 bits o poco comunes; expórtela con 8 o 16 bits por canal.</translation>
    </message>
    <message>
        <source>The photo has no pixels.</source>
        <translation>La foto no tiene píxeles.</translation>
    </message>
    <message>
        <source>The photo has {megapixels} megapixels; Luster edits up to {most}.</source>
        <translation>La foto tiene {megapixels} megapíxeles; Luster edita hasta {most}.</translation>
    </message>
    <message>
        <source>The photo is no longer stored at Luster. It is sent again when you order an edit of it.</source>
        <translation>La foto ya no está guardada en Luster. Se envía de nuevo cuando pida una edición.</translation>
    </message>
    <message>
        <source>The photo is stored as HDR (PQ or HLG). Export it as a standard (SDR) photo.</source>
        <translation>La foto está guardada como HDR (PQ o HLG). Expórtela como foto estándar (SDR).</translation>
    </message>
    <message>
        <source>The photo is stored as HDR (PQ or HLG); export it as a standard (SDR) photo.</source>
        <translation>La foto está guardada como HDR (PQ o HLG); expórtela como foto estándar (SDR).</translation>
    </message>
    <message>
        <source>The photo needs more memory than there is; export it with fewer megapixels.</source>
        <translation>La foto necesita más memoria de la que hay; expórtela con menos megapíxeles.</translation>
    </message>
    <message>
        <source>The photo shows too little for an edit to be placed: it is blank, blurred or mere noise.</source>
        <translation>La foto muestra demasiado poco para situar una edición: está vacía, borrosa o es solo ruido.</translation>
    </message>
    <message>
        <source>The photo to look like is not there. Choose a finished one of the same shoot and edit.</source>
        <translation>La foto a la que debía parecerse no está. Elija una terminada de la misma sesión y edición.</translation>
    </message>
    <message>
        <source>The photo&apos;s shape does not fit the editor; crop it and try again.</source>
        <translation>La forma de la foto no encaja en el editor; recórtela e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The photos and edits on this computer are still here.</source>
        <translation>Las fotos y ediciones de este ordenador siguen aquí.</translation>
    </message>
    <message>
        <source>The photos could not be added</source>
        <translation>No se pudieron añadir las fotos</translation>
    </message>
    <message>
        <source>The photos could not be arranged</source>
        <translation>No se pudieron ordenar las fotos</translation>
    </message>
    <message>
        <source>The photos could not be located</source>
        <translation>No se pudieron localizar las fotos</translation>
    </message>
    <message>
        <source>The photos could not be read</source>
        <translation>No se pudieron leer las fotos</translation>
    </message>
    <message>
        <source>The photos could not be saved</source>
        <translation>No se pudieron guardar las fotos</translation>
    </message>
    <message>
        <source>The picture does not fit into {kilobytes} kB in this size. Choose a smaller size.</source>
        <translation>La imagen no cabe en {kilobytes} kB con este tamaño. Elija un tamaño menor.</translation>
    </message>
    <message>
        <source>The picture has {width} × {height} pixels instead of {wanted}.</source>
        <translation>La imagen tiene {width} × {height} píxeles en lugar de {wanted}.</translation>
    </message>
    <message>
        <source>The pictures could not be made</source>
        <translation>No se pudieron hacer las imágenes</translation>
    </message>
    <message>
        <source>The prepared file has changed before all of it was sent. Luster makes and sends it anew.</source>
        <translation>El archivo preparado cambió antes de enviarse entero. Luster lo prepara y envía de nuevo.</translation>
    </message>
    <message>
        <source>The preset {preset} has no setting {setting!r}. It has: {choices}.</source>
        <translation>El ajuste {preset} no tiene la opción {setting!r}. Tiene: {choices}.</translation>
    </message>
    <message>
        <source>The preset {preset} needs a place: --edit {preset}:{setting}=RADIUS:X,Y in ten-thousandths.</source>
        <translation>El ajuste {preset} necesita un lugar: --edit {preset}:{setting}=RADIO:X,Y en diezmilésimas.</translation>
    </message>
    <message>
        <source>The recipe could not be deleted</source>
        <translation>No se pudo eliminar la receta</translation>
    </message>
    <message>
        <source>The recipe could not be kept</source>
        <translation>No se pudo guardar la receta</translation>
    </message>
    <message>
        <source>The recipe needs a name, and its files do.</source>
        <translation>La receta necesita un nombre, y sus archivos también.</translation>
    </message>
    <message>
        <source>The report</source>
        <translation>El informe</translation>
    </message>
    <message>
        <source>The report could not be saved</source>
        <translation>No se pudo guardar el informe</translation>
    </message>
    <message>
        <source>The report is saved as {name}. Send it to {support}.</source>
        <translation>El informe está guardado como {name}. Envíelo a {support}.</translation>
    </message>
    <message>
        <source>The request came too slowly. Please try again.</source>
        <translation>La petición llegó demasiado despacio. Inténtelo de nuevo, por favor.</translation>
    </message>
    <message>
        <source>The request holds a value that cannot be stored.</source>
        <translation>La petición contiene un valor que no se puede guardar.</translation>
    </message>
    <message>
        <source>The result to go on from is no longer there. No credit was taken. Edit the photo itself.</source>
        <translation>El resultado de partida ya no está. No se gastó ningún crédito. Edite la propia foto.</translation>
    </message>
    <message>
        <source>The result to go on from is not there. Choose a finished one of the same photo.</source>
        <translation>El resultado de partida no está. Elija uno terminado de la misma foto.</translation>
    </message>
    <message>
        <source>The rules could not be kept</source>
        <translation>No se pudieron guardar las normas</translation>
    </message>
    <message>
        <source>The rules could not be read</source>
        <translation>No se pudieron leer las normas</translation>
    </message>
    <message>
        <source>The rules need a name, and where you have read them.</source>
        <translation>Las normas necesitan un nombre y el lugar donde las leyó.</translation>
    </message>
    <message>
        <source>The same evening and the same sky as in {name}, which is finished already</source>
        <translation>La misma tarde y el mismo cielo que en {name}, que ya está terminada</translation>
    </message>
    <message>
        <source>The same request is still being worked on. Please wait a moment.</source>
        <translation>La misma petición aún se está atendiendo. Espere un momento, por favor.</translation>
    </message>
    <message>
        <source>The secret that every event is signed with. Copy it now: it is not shown again.</source>
        <translation>El secreto con el que se firma cada evento. Cópielo ahora: no se vuelve a mostrar.</translation>
    </message>
    <message>
        <source>The service cannot be reached. Check the connection.</source>
        <translation>No se puede acceder al servicio. Compruebe la conexión.</translation>
    </message>
    <message>
        <source>The service could not be reached properly (status {status}). Try again later.</source>
        <translation>No se pudo acceder bien al servicio (estado {status}). Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>The service has refused this photo.</source>
        <translation>El servicio ha rechazado esta foto.</translation>
    </message>
    <message>
        <source>The service says of this edit: “{state}”. A newer Luster may say more.</source>
        <translation>El servicio dice de esta edición: «{state}». Un Luster más nuevo quizá diga más.</translation>
    </message>
    <message>
        <source>The service sent something that this version of Luster does not know.</source>
        <translation>El servicio envió algo que esta versión de Luster no conoce.</translation>
    </message>
    <message>
        <source>The shoot could not be made</source>
        <translation>No se pudo crear la sesión</translation>
    </message>
    <message>
        <source>The shoot could not be opened</source>
        <translation>No se pudo abrir la sesión</translation>
    </message>
    <message>
        <source>The shoot could not be removed</source>
        <translation>No se pudo quitar la sesión</translation>
    </message>
    <message>
        <source>The shoot could not be renamed</source>
        <translation>No se pudo cambiar el nombre de la sesión</translation>
    </message>
    <message>
        <source>The sign-in service cannot be reached. Check the connection and try again.</source>
        <translation>No se puede acceder al servicio de inicio de sesión. Compruebe la conexión e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>The sky was generated</source>
        <translation>El cielo se generó</translation>
    </message>
    <message>
        <source>The steps between these exposures say that one is missing.</source>
        <translation>Los pasos entre estas exposiciones indican que falta una.</translation>
    </message>
    <message>
        <source>The uploaded file is not the one that was checked. No credit was taken. Add the photo again.</source>
        <translation>El archivo subido no es el que se comprobó. No se gastó ningún crédito. Añada la foto de nuevo.</translation>
    </message>
    <message>
        <source>The view behind the windows was generated</source>
        <translation>La vista tras las ventanas se generó</translation>
    </message>
    <message>
        <source>The words that count as a label, the ones that Luster writes first</source>
        <translation>Las palabras que valen como etiqueta; primero las que escribe Luster</translation>
    </message>
    <message>
        <source>There are {number} pictures; at most {most} are taken.</source>
        <translation>Hay {number} imágenes; se admiten como máximo {most}.</translation>
    </message>
    <message>
        <source>There is a newer Luster, but no room for it. Make room for {megabytes} MB.</source>
        <translation>Hay un Luster más reciente, pero no hay espacio para él. Libere {megabytes} MB.</translation>
    </message>
    <message>
        <source>There is a newer Luster, which cannot be kept on this computer: {error}.</source>
        <translation>Hay un Luster más reciente, que no se puede guardar en este ordenador: {error}.</translation>
    </message>
    <message>
        <source>There is no account for this e-mail address.</source>
        <translation>No hay ninguna cuenta para este correo.</translation>
    </message>
    <message>
        <source>There is no answer yet. Check your connection, or wait: this goes on by itself. Nothing has been charged.</source>
        <translation>Aún no hay respuesta. Compruebe la conexión, o espere: continúa por sí solo. No se ha cobrado nada.</translation>
    </message>
    <message>
        <source>There is no export recipe {name!r}. There are: {choices}.</source>
        <translation>No hay ninguna receta de exportación {name!r}. Hay: {choices}.</translation>
    </message>
    <message>
        <source>There is no finished photo to save yet.</source>
        <translation>Aún no hay ninguna foto terminada para guardar.</translation>
    </message>
    <message>
        <source>There is no finished picture of this photo yet. Enhance it, or let Luster prepare it.</source>
        <translation>Aún no hay imagen terminada de esta foto. Mejórela, o deje que Luster la prepare.</translation>
    </message>
    <message>
        <source>There is no key yet.</source>
        <translation>Aún no hay ninguna clave.</translation>
    </message>
    <message>
        <source>There is no preset {preset!r}. Choose one of:
{choices}</source>
        <translation>No hay ningún ajuste {preset!r}. Elija uno de:
{choices}</translation>
    </message>
    <message>
        <source>There is no profile {name!r}. There are: {choices}.</source>
        <translation>No hay ningún perfil {name!r}. Hay: {choices}.</translation>
    </message>
    <message>
        <source>There is no such job.</source>
        <translation>No existe ese trabajo.</translation>
    </message>
    <message>
        <source>There is no such key.</source>
        <translation>No existe esa clave.</translation>
    </message>
    <message>
        <source>There is no such pack of credits.</source>
        <translation>No existe ese paquete de créditos.</translation>
    </message>
    <message>
        <source>There is no such photo.</source>
        <translation>No existe esa foto.</translation>
    </message>
    <message>
        <source>There is no such shoot.</source>
        <translation>No existe esa sesión.</translation>
    </message>
    <message>
        <source>There is nothing here.</source>
        <translation>Aquí no hay nada.</translation>
    </message>
    <message>
        <source>There were too many tries. Wait a minute, then try again.</source>
        <translation>Hubo demasiados intentos. Espere un minuto e inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>These edits bring no light or sky of their own that could be like another photo&apos;s.</source>
        <translation>Estas ediciones no traen luz ni cielo propios que puedan parecerse a los de otra foto.</translation>
    </message>
    <message>
        <source>These photos could be grouped in another way too.</source>
        <translation>Estas fotos también podrían agruparse de otra manera.</translation>
    </message>
    <message>
        <source>These photos do not show the same scene, so they cannot be merged.</source>
        <translation>Estas fotos no muestran la misma escena, así que no se pueden fusionar.</translation>
    </message>
    <message>
        <source>These photos may not all show the same scene.</source>
        <translation>Puede que estas fotos no muestren todas la misma escena.</translation>
    </message>
    <message>
        <source>These pictures are too small to be merged.</source>
        <translation>Estas imágenes son demasiado pequeñas para fusionarlas.</translation>
    </message>
    <message>
        <source>They say: {said}</source>
        <translation>Dicen: {said}</translation>
    </message>
    <message>
        <source>This DNG is compressed with JPEG XL, which Luster cannot develop. Export it as JPEG, or as a DNG without JPEG XL.</source>
        <translation>Este DNG está comprimido con JPEG XL, que Luster no puede revelar. Expórtelo como JPEG, o como DNG sin JPEG XL.</translation>
    </message>
    <message>
        <source>This Idempotency-Key was used for another request.</source>
        <translation>Este Idempotency-Key se usó para otra petición.</translation>
    </message>
    <message>
        <source>This TIFF has 32 bits a channel. Export it with 8 or 16 bits a channel.</source>
        <translation>Este TIFF tiene 32 bits por canal. Expórtelo con 8 o 16 bits por canal.</translation>
    </message>
    <message>
        <source>This account is closed. Write to support if that is a surprise.</source>
        <translation>Esta cuenta está cerrada. Escriba a soporte si le sorprende.</translation>
    </message>
    <message>
        <source>This address is for Luster alone.</source>
        <translation>Esta dirección es solo para Luster.</translation>
    </message>
    <message>
        <source>This cannot be undone, by you or by us.</source>
        <translation>Esto no se puede deshacer, ni usted ni nosotros.</translation>
    </message>
    <message>
        <source>This code is wrong or has expired. Check it, or ask for a new one.</source>
        <translation>Este código es incorrecto o ha caducado. Compruébelo, o pida uno nuevo.</translation>
    </message>
    <message>
        <source>This computer has no key store that Luster can use, so you stay signed in only until Luster is closed.</source>
        <translation>Este ordenador no tiene un almacén de claves que Luster pueda usar, así que la sesión dura solo hasta cerrar Luster.</translation>
    </message>
    <message>
        <source>This e-mail address is not accepted. Check it for a typing error.</source>
        <translation>Este correo no se acepta. Compruebe si hay un error al escribirlo.</translation>
    </message>
    <message>
        <source>This e-mail address or code is not accepted. Check it for a typing error.</source>
        <translation>Este correo o código no se acepta. Compruebe si hay un error al escribirlo.</translation>
    </message>
    <message>
        <source>This is a link to a web page, not a photo.</source>
        <translation>Esto es un enlace a una página web, no una foto.</translation>
    </message>
    <message>
        <source>This is a shortcut. Add the folder or photo that it leads to.</source>
        <translation>Esto es un acceso directo. Añada la carpeta o foto a la que lleva.</translation>
    </message>
    <message>
        <source>This is all of the report. Names of photos and shoots, folders, addresses and keys have been taken out. Nothing is sent by Luster: save it, and send the file to {support} with a few words on what happened.</source>
        <translation>Este es el informe completo. Se han quitado los nombres de fotos y sesiones, carpetas, direcciones y claves. Luster no envía nada: guárdelo y envíe el archivo a {support} con unas palabras sobre lo que ocurrió.</translation>
    </message>
    <message>
        <source>This is an alias. Add the folder or photo that it leads to.</source>
        <translation>Esto es un alias. Añada la carpeta o foto a la que lleva.</translation>
    </message>
    <message>
        <source>This is no JPEG.</source>
        <translation>Esto no es un JPEG.</translation>
    </message>
    <message>
        <source>This is not a file.</source>
        <translation>Esto no es un archivo.</translation>
    </message>
    <message>
        <source>This is not a photo that Luster can edit. It takes JPEG, HEIC, RAW, PNG, TIFF or WebP.</source>
        <translation>Esto no es una foto que Luster pueda editar. Admite JPEG, HEIC, RAW, PNG, TIFF o WebP.</translation>
    </message>
    <message>
        <source>This is not an e-mail address.</source>
        <translation>Esto no es un correo electrónico.</translation>
    </message>
    <message>
        <source>This job&apos;s id was used before for another order.</source>
        <translation>El identificador de este trabajo ya se usó para otro pedido.</translation>
    </message>
    <message>
        <source>This key&apos;s id was used before. Make another key.</source>
        <translation>El identificador de esta clave ya se usó. Cree otra clave.</translation>
    </message>
    <message>
        <source>This link belongs to another sign-in.</source>
        <translation>Este enlace pertenece a otro inicio de sesión.</translation>
    </message>
    <message>
        <source>This link did not work</source>
        <translation>Este enlace no funcionó</translation>
    </message>
    <message>
        <source>This link has expired or was used before. Ask for another e-mail.</source>
        <translation>Este enlace ha caducado o ya se usó. Pida otro correo.</translation>
    </message>
    <message>
        <source>This link is not complete.</source>
        <translation>Este enlace no está completo.</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Esta lista</translation>
    </message>
    <message>
        <source>This looks like a copy of {name}.</source>
        <translation>Parece una copia de {name}.</translation>
    </message>
    <message>
        <source>This looks like an edited version of {name}.</source>
        <translation>Parece una versión editada de {name}.</translation>
    </message>
    <message>
        <source>This page can only be opened.</source>
        <translation>Esta página solo se puede abrir.</translation>
    </message>
    <message>
        <source>This photo cannot be edited</source>
        <translation>Esta foto no se puede editar</translation>
    </message>
    <message>
        <source>This photo cannot be edited.</source>
        <translation>Esta foto no se puede editar.</translation>
    </message>
    <message>
        <source>This photo could not be prepared.</source>
        <translation>No se pudo preparar esta foto.</translation>
    </message>
    <message>
        <source>This photo has this edit already</source>
        <translation>Esta foto ya tiene esta edición</translation>
    </message>
    <message>
        <source>This photo is being edited</source>
        <translation>Esta foto se está editando</translation>
    </message>
    <message>
        <source>This photo is by itself. Drop others here, or select some and press Ctrl+G.</source>
        <translation>Esta foto está suelta. Arrastre otras aquí, o seleccione algunas y pulse Ctrl+G.</translation>
    </message>
    <message>
        <source>This photo is no longer in the shoot.</source>
        <translation>Esta foto ya no está en la sesión.</translation>
    </message>
    <message>
        <source>This photo is one of a stack, which is edited as a whole.</source>
        <translation>Esta foto es parte de una pila, que se edita entera.</translation>
    </message>
    <message numerus="yes">
        <source>This photo shows a room.</source>
        <comment>Every photo shows a room.</comment>
        <translation>
            <numerusform>Esta foto muestra una habitación.</numerusform>
            <numerusform>Todas las fotos muestran una habitación.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This photo shows no lawn.</source>
        <comment>No photo shows a lawn.</comment>
        <translation>
            <numerusform>Esta foto no muestra césped.</numerusform>
            <numerusform>Ninguna foto muestra césped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This photo shows the outside.</source>
        <comment>Every photo shows the outside.</comment>
        <translation>
            <numerusform>Esta foto muestra el exterior.</numerusform>
            <numerusform>Todas las fotos muestran el exterior.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This photo was taken at night.</source>
        <comment>Every photo was taken at night.</comment>
        <translation>
            <numerusform>Esta foto se tomó de noche.</numerusform>
            <numerusform>Todas las fotos se tomaron de noche.</numerusform>
        </translation>
    </message>
    <message>
        <source>This photo&apos;s id was used before for another file.</source>
        <translation>El identificador de esta foto ya se usó para otro archivo.</translation>
    </message>
    <message>
        <source>This preset or setting is no longer offered. No credit was taken. Choose another.</source>
        <translation>Este ajuste u opción ya no se ofrece. No se gastó ningún crédito. Elija otro.</translation>
    </message>
    <message>
        <source>This result is no longer stored at Luster. Order the edit again to have it made anew.</source>
        <translation>Este resultado ya no está guardado en Luster. Pida la edición de nuevo para volver a hacerlo.</translation>
    </message>
    <message>
        <source>This result was not checked</source>
        <translation>Este resultado no se comprobó</translation>
    </message>
    <message>
        <source>This shoot belongs to another account. Sign in with that account to edit it.</source>
        <translation>Esta sesión pertenece a otra cuenta. Inicie sesión con esa cuenta para editarla.</translation>
    </message>
    <message>
        <source>This shoot has no link.</source>
        <translation>Esta sesión no tiene enlace.</translation>
    </message>
    <message>
        <source>This shoot was deleted. Start a new one.</source>
        <translation>Esta sesión se eliminó. Empiece una nueva.</translation>
    </message>
    <message>
        <source>Tick what is to be made.</source>
        <translation>Marque lo que se debe hacer.</translation>
    </message>
    <message>
        <source>Tick what you want</source>
        <translation>Marque lo que quiera</translation>
    </message>
    <message>
        <source>Tinted: all that the edit changed</source>
        <translation>En color: todo lo que cambió la edición</translation>
    </message>
    <message>
        <source>Tinted: where it may differ beyond what you asked for</source>
        <translation>En color: lo que puede diferir más allá de lo pedido</translation>
    </message>
    <message>
        <source>To</source>
        <translation>En</translation>
    </message>
    <message>
        <source>To confirm, type your e-mail address: {email}</source>
        <translation>Para confirmar, escriba su correo: {email}</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Por revisar</translation>
    </message>
    <message>
        <source>To review only</source>
        <translation>Solo por revisar</translation>
    </message>
    <message>
        <source>To review. Until then {other} is delivered</source>
        <translation>Por revisar. Hasta entonces se entrega {other}</translation>
    </message>
    <message>
        <source>Too many edits were cancelled or failed today. New orders are possible again tomorrow; please write to us.</source>
        <translation>Hoy se cancelaron o fallaron demasiadas ediciones. Mañana se podrán hacer pedidos de nuevo; escríbanos, por favor.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Intentar de nuevo</translation>
    </message>
    <message>
        <source>Try again now</source>
        <translation>Intentar de nuevo ahora</translation>
    </message>
    <message>
        <source>Try again. If it happens again, restart Luster.</source>
        <translation>Inténtelo de nuevo. Si vuelve a ocurrir, reinicie Luster.</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Intentar ahora</translation>
    </message>
    <message>
        <source>Try the sample shoot</source>
        <translation>Probar la sesión de ejemplo</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>Girar a la izquierda</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>Girar a la derecha</translation>
    </message>
    <message>
        <source>Turns a daytime exterior into a twilight shot with an evening sky and lit windows.</source>
        <translation>Convierte un exterior diurno en una toma al anochecer, con cielo de tarde y ventanas iluminadas.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Dudoso</translation>
    </message>
    <message>
        <source>Unsure groups only</source>
        <translation>Solo grupos dudosos</translation>
    </message>
    <message>
        <source>Unsure: {sentence}</source>
        <translation>Dudoso: {sentence}</translation>
    </message>
    <message>
        <source>Updates are off: this Luster runs from its sources.</source>
        <translation>Las actualizaciones están desactivadas: este Luster se ejecuta desde su código fuente.</translation>
    </message>
    <message>
        <source>Updates are off: this Luster was built without a key to check them by.</source>
        <translation>Las actualizaciones están desactivadas: este Luster se creó sin una clave con la que comprobarlas.</translation>
    </message>
    <message>
        <source>Updates are switched off on this computer.</source>
        <translation>Las actualizaciones están desactivadas en este ordenador.</translation>
    </message>
    <message>
        <source>Uploading{percent}</source>
        <translation>Subiendo{percent}</translation>
    </message>
    <message>
        <source>Use the photo</source>
        <translation>Usar la foto</translation>
    </message>
    <message>
        <source>Use this address</source>
        <translation>Usar esta dirección</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>Versión {version}</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vista</translation>
    </message>
    <message>
        <source>Waiting for credits</source>
        <translation>Esperando créditos</translation>
    </message>
    <message>
        <source>Waiting for your payment</source>
        <translation>Esperando su pago</translation>
    </message>
    <message>
        <source>Waiting for {name}</source>
        <translation>Esperando {name}</translation>
    </message>
    <message>
        <source>Waiting to upload</source>
        <translation>Esperando para subir</translation>
    </message>
    <message>
        <source>Warm glow</source>
        <translation>Resplandor cálido</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Vigilar una carpeta</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>Vigilar una carpeta…</translation>
    </message>
    <message>
        <source>Watching {name}</source>
        <translation>Vigilando {name}</translation>
    </message>
    <message>
        <source>We e-mail you a code and a link. No password to remember.</source>
        <translation>Le enviamos por correo un código y un enlace. Ninguna contraseña que recordar.</translation>
    </message>
    <message>
        <source>Web address of the disclosure page</source>
        <translation>Dirección web de la página informativa</translation>
    </message>
    <message>
        <source>Web address that the disclosure page will have, for its QR code (optional)</source>
        <translation>Dirección web que tendrá la página informativa, para su código QR (opcional)</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>Webhook</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>What a picture has to be</source>
        <translation>Cómo ha de ser una imagen</translation>
    </message>
    <message>
        <source>What altered photos need</source>
        <translation>Qué necesitan las fotos alteradas</translation>
    </message>
    <message>
        <source>What arrived is not the file that was announced. Add the photo again.</source>
        <translation>Lo que llegó no es el archivo anunciado. Añada la foto de nuevo.</translation>
    </message>
    <message>
        <source>What goes is said by --removes, in one word for each painted part of --edit remove.</source>
        <translation>Qué se quita lo dice --removes, con una palabra por cada parte pintada de --edit remove.</translation>
    </message>
    <message>
        <source>What is it?</source>
        <translation>¿Qué es?</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>Novedades</translation>
    </message>
    <message>
        <source>What ships with Luster under this name is there again</source>
        <translation>Vuelve lo que trae Luster con este nombre</translation>
    </message>
    <message>
        <source>What should be different this time?</source>
        <translation>¿Qué debe ser distinto esta vez?</translation>
    </message>
    <message>
        <source>What the key is for, such as your website</source>
        <translation>Para qué es la clave, por ejemplo su web</translation>
    </message>
    <message>
        <source>What the model had made of a place that was left as in your photo</source>
        <translation>Lo que el modelo había hecho de un lugar que quedó como en su foto</translation>
    </message>
    <message>
        <source>What the new key may do</source>
        <translation>Qué puede hacer la clave nueva</translation>
    </message>
    <message>
        <source>What they say of each edit</source>
        <translation>Qué dicen de cada edición</translation>
    </message>
    <message>
        <source>What to remove</source>
        <translation>Qué quitar</translation>
    </message>
    <message>
        <source>What to show</source>
        <translation>Qué mostrar</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Lo que se encontró</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>When the link ends</source>
        <translation>Cuándo termina el enlace</translation>
    </message>
    <message>
        <source>Where are the photos now?</source>
        <translation>¿Dónde están ahora las fotos?</translation>
    </message>
    <message>
        <source>Where do these photos go?</source>
        <translation>¿Adónde van estas fotos?</translation>
    </message>
    <message>
        <source>Where should the report be saved?</source>
        <translation>¿Dónde se guarda el informe?</translation>
    </message>
    <message>
        <source>Where you have read them</source>
        <translation>Dónde las leyó</translation>
    </message>
    <message>
        <source>Which photos are left out</source>
        <translation>Qué fotos se omiten</translation>
    </message>
    <message>
        <source>Which room?</source>
        <translation>¿Qué habitación?</translation>
    </message>
    <message>
        <source>White balance</source>
        <translation>Balance de blancos</translation>
    </message>
    <message>
        <source>Whose rules it is delivered by</source>
        <translation>Según qué normas se entrega</translation>
    </message>
    <message>
        <source>Whose rules the shoot is delivered by</source>
        <translation>Según qué normas se entrega la sesión</translation>
    </message>
    <message>
        <source>Whose rules they are</source>
        <translation>De quién son las normas</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>Wires, poles, fixtures, a neighbour&apos;s house: it stays with the place</source>
        <translation>Cables, postes, instalaciones, la casa vecina: se queda en el lugar</translation>
    </message>
    <message>
        <source>With a divider</source>
        <translation>Con divisor</translation>
    </message>
    <message>
        <source>With my byline, copyright, caption and keywords</source>
        <translation>Con mi autoría, copyright, descripción y palabras clave</translation>
    </message>
    <message>
        <source>With rejected photos</source>
        <translation>Con fotos rechazadas</translation>
    </message>
    <message>
        <source>Without rejected photos</source>
        <translation>Sin fotos rechazadas</translation>
    </message>
    <message>
        <source>You are signed in</source>
        <translation>Ha iniciado sesión</translation>
    </message>
    <message>
        <source>You can close this page and go back to Luster.</source>
        <translation>Puede cerrar esta página y volver a Luster.</translation>
    </message>
    <message>
        <source>You can go on working. If it happens again, restart Luster.</source>
        <translation>Puede seguir trabajando. Si vuelve a ocurrir, reinicie Luster.</translation>
    </message>
    <message>
        <source>You have {credits} now. Orders that waited for credits go on by themselves.</source>
        <translation>Ahora tiene {credits}. Los pedidos que esperaban créditos continúan por sí solos.</translation>
    </message>
    <message>
        <source>You have {credits}.</source>
        <translation>Tiene {credits}.</translation>
    </message>
    <message>
        <source>You have {credits}. {text}</source>
        <translation>Tiene {credits}. {text}</translation>
    </message>
    <message>
        <source>You stay signed in on this computer.</source>
        <translation>Su sesión sigue iniciada en este ordenador.</translation>
    </message>
    <message>
        <source>Your account is on hold because of a payment that is disputed. Orders wait until that is settled.</source>
        <translation>Su cuenta está retenida por un pago disputado. Los pedidos esperan hasta que se resuelva.</translation>
    </message>
    <message>
        <source>Your e-mail address and other personal data in Luster’s records</source>
        <translation>Su correo y otros datos personales en los registros de Luster</translation>
    </message>
    <message>
        <source>Your e-mail address, to confirm</source>
        <translation>Su correo, para confirmar</translation>
    </message>
    <message>
        <source>Your files stay where they are</source>
        <translation>Sus archivos se quedan donde están</translation>
    </message>
    <message>
        <source>Your own copy could not be deleted</source>
        <translation>No se pudo borrar su propia copia</translation>
    </message>
    <message>
        <source>Your own copy goes; the rules as Luster has read them hold again</source>
        <translation>Su propia copia desaparece; vuelven a valer las normas tal como las leyó Luster</translation>
    </message>
    <message>
        <source>Your own copy.</source>
        <translation>Su propia copia.</translation>
    </message>
    <message>
        <source>Your own system can be told when a photo or a shoot is done: enter its https address.</source>
        <translation>Su propio sistema puede recibir aviso cuando una foto o sesión esté lista: introduzca su dirección https.</translation>
    </message>
    <message>
        <source>Your own systems</source>
        <translation>Sus propios sistemas</translation>
    </message>
    <message>
        <source>Your own {name} was passed over: {why}.</source>
        <translation>Su propio {name} se pasó por alto: {why}.</translation>
    </message>
    <message>
        <source>Your shoots at Luster, with every photo and edit stored there</source>
        <translation>Sus sesiones en Luster, con todas las fotos y ediciones guardadas allí</translation>
    </message>
    <message>
        <source>Your sign-in has expired. Work goes on after you sign in.</source>
        <translation>Su sesión ha caducado. El trabajo continúa cuando inicie sesión.</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
    <message>
        <source>a part</source>
        <translation>una parte</translation>
    </message>
    <message>
        <source>a photo as the camera took it</source>
        <translation>una foto tal como la tomó la cámara</translation>
    </message>
    <message>
        <source>a photo merged from several exposures</source>
        <translation>una foto fusionada de varias exposiciones</translation>
    </message>
    <message>
        <source>a photo with light and colour changed</source>
        <translation>una foto con luz y color cambiados</translation>
    </message>
    <message>
        <source>a photo with parts made by a generative model</source>
        <translation>una foto con partes hechas por un modelo generativo</translation>
    </message>
    <message>
        <source>about {hours} h</source>
        <translation>unas {hours} h</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>unos {minutes} min</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>all</source>
        <translation>todas</translation>
    </message>
    <message>
        <source>any</source>
        <translation>cualquiera</translation>
    </message>
    <message>
        <source>any number</source>
        <translation>cualquier número</translation>
    </message>
    <message>
        <source>any size</source>
        <translation>cualquiera</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>tal cual</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>al menos</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>como mucho</translation>
    </message>
    <message>
        <source>at most {size} kB</source>
        <translation>como máximo {size} kB</translation>
    </message>
    <message>
        <source>before only</source>
        <translation>solo el antes</translation>
    </message>
    <message>
        <source>before {percent} percent</source>
        <translation>antes {percent} por ciento</translation>
    </message>
    <message>
        <source>by 10 %</source>
        <translation>un 10 %</translation>
    </message>
    <message>
        <source>by a row</source>
        <translation>una fila</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>elegido</translation>
    </message>
    <message>
        <source>d MMMM yyyy</source>
        <comment>a date, as Qt writes it</comment>
        <translation>d &apos;de&apos; MMMM &apos;de&apos; yyyy</translation>
    </message>
    <message>
        <source>damaged and left out: {names}</source>
        <translation>dañadas y omitidas: {names}</translation>
    </message>
    <message>
        <source>developed from RAW</source>
        <translation>revelada de RAW</translation>
    </message>
    <message>
        <source>development</source>
        <translation>desarrollo</translation>
    </message>
    <message>
        <source>disclose</source>
        <translation>informar</translation>
    </message>
    <message>
        <source>downloading {count}</source>
        <translation>descargando {count}</translation>
    </message>
    <message>
        <source>editing</source>
        <translation>editando</translation>
    </message>
    <message>
        <source>editing {count}</source>
        <translation>editando {count}</translation>
    </message>
    <message>
        <source>everything is shown</source>
        <translation>se muestra todo</translation>
    </message>
    <message>
        <source>exempt</source>
        <translation>exento</translation>
    </message>
    <message>
        <source>exposure {number} of {count}</source>
        <translation>exposición {number} de {count}</translation>
    </message>
    <message>
        <source>first photo an unaltered exterior</source>
        <translation>primera foto un exterior sin alterar</translation>
    </message>
    <message>
        <source>first photo the front from outside</source>
        <translation>primera foto la fachada desde fuera</translation>
    </message>
    <message>
        <source>first photo unaltered</source>
        <translation>primera foto sin alterar</translation>
    </message>
    <message>
        <source>for a listing</source>
        <translation>para un anuncio</translation>
    </message>
    <message>
        <source>labelled by the MLS&apos; own marks alone</source>
        <translation>señaladas solo con las marcas del MLS</translation>
    </message>
    <message>
        <source>labelled in the caption</source>
        <translation>señaladas en el pie de foto</translation>
    </message>
    <message>
        <source>labelled in the caption and in the picture</source>
        <translation>señaladas en el pie de foto y en la imagen</translation>
    </message>
    <message>
        <source>labelled in the caption or the picture</source>
        <translation>señaladas en el pie de foto o en la imagen</translation>
    </message>
    <message>
        <source>labelled in the caption, never in the picture</source>
        <translation>señaladas en el pie de foto, nunca en la imagen</translation>
    </message>
    <message>
        <source>labelled in the picture</source>
        <translation>señaladas en la imagen</translation>
    </message>
    <message>
        <source>lens corrected</source>
        <translation>objetivo corregido</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>menos de un minuto</translation>
    </message>
    <message>
        <source>longer edge at most</source>
        <translation>lado largo como mucho</translation>
    </message>
    <message>
        <source>looks at shoots and results</source>
        <translation>ve sesiones y resultados</translation>
    </message>
    <message>
        <source>made by a generative model</source>
        <translation>hecha por un modelo generativo</translation>
    </message>
    <message>
        <source>matched to the shoot</source>
        <translation>igualada a la sesión</translation>
    </message>
    <message>
        <source>merging {count}</source>
        <translation>fusionando {count}</translation>
    </message>
    <message>
        <source>movement removed</source>
        <translation>movimiento eliminado</translation>
    </message>
    <message>
        <source>no rejected</source>
        <translation>sin rechazadas</translation>
    </message>
    <message>
        <source>not used yet</source>
        <translation>aún sin usar</translation>
    </message>
    <message>
        <source>or what was left as in your photo</source>
        <translation>o lo que quedó como en su foto</translation>
    </message>
    <message>
        <source>or with a note</source>
        <translation>o con una nota</translation>
    </message>
    <message>
        <source>original, no result yet</source>
        <translation>original, aún sin resultado</translation>
    </message>
    <message>
        <source>preparing {count}</source>
        <translation>preparando {count}</translation>
    </message>
    <message>
        <source>prohibited here</source>
        <translation>prohibido aquí</translation>
    </message>
    <message>
        <source>read on</source>
        <translation>leídas el</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>sends photos, orders and shares</source>
        <translation>envía fotos, pide y comparte</translation>
    </message>
    <message numerus="yes">
        <source>stack of {n} exposure</source>
        <comment>stack of {n} exposures</comment>
        <translation>
            <numerusform>pila de {n} exposición</numerusform>
            <numerusform>pila de {n} exposiciones</numerusform>
        </translation>
    </message>
    <message>
        <source>the disk reported an error</source>
        <translation>el disco informó de un error</translation>
    </message>
    <message>
        <source>the file was changed since, or the signature is damaged</source>
        <translation>el archivo cambió desde entonces, o la firma está dañada</translation>
    </message>
    <message>
        <source>the front</source>
        <translation>la fachada</translation>
    </message>
    <message>
        <source>the lawn</source>
        <translation>el césped</translation>
    </message>
    <message>
        <source>the light in the windows</source>
        <translation>la luz de las ventanas</translation>
    </message>
    <message>
        <source>the original among the photos</source>
        <translation>el original entre las fotos</translation>
    </message>
    <message>
        <source>the original behind a link</source>
        <translation>el original tras un enlace</translation>
    </message>
    <message>
        <source>the original directly after</source>
        <translation>el original justo después</translation>
    </message>
    <message>
        <source>the original directly before</source>
        <translation>el original justo antes</translation>
    </message>
    <message>
        <source>the original directly before or after</source>
        <translation>el original justo antes o después</translation>
    </message>
    <message>
        <source>the painted place</source>
        <translation>el lugar pintado</translation>
    </message>
    <message>
        <source>the sky</source>
        <translation>el cielo</translation>
    </message>
    <message>
        <source>the view behind the windows</source>
        <translation>la vista tras las ventanas</translation>
    </message>
    <message>
        <source>this shoot</source>
        <translation>esta sesión</translation>
    </message>
    <message>
        <source>to review</source>
        <translation>por revisar</translation>
    </message>
    <message>
        <source>to spend</source>
        <translation>para gastar</translation>
    </message>
    <message>
        <source>unchanged since, and the signer is trusted</source>
        <translation>sin cambios desde entonces, y el firmante es de confianza</translation>
    </message>
    <message>
        <source>unchanged since; whether the signer can be trusted is not known</source>
        <translation>sin cambios desde entonces; no se sabe si el firmante es de confianza</translation>
    </message>
    <message>
        <source>unclear, so disclose</source>
        <translation>no está claro, así que informar</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>dudosa</translation>
    </message>
    <message>
        <source>unsure: {sentence}</source>
        <translation>dudosa: {sentence}</translation>
    </message>
    <message>
        <source>uploading {count}</source>
        <translation>subiendo {count}</translation>
    </message>
    <message>
        <source>used on {day}</source>
        <translation>usada el {day}</translation>
    </message>
    <message>
        <source>verticals straightened by {degrees}°</source>
        <translation>verticales enderezadas {degrees}°</translation>
    </message>
    <message>
        <source>watching</source>
        <translation>vigilando</translation>
    </message>
    <message>
        <source>what it says cannot be read</source>
        <translation>no se puede leer lo que dice</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>rueda</translation>
    </message>
    <message>
        <source>white balance set</source>
        <translation>balance de blancos ajustado</translation>
    </message>
    <message>
        <source>you have {count}</source>
        <translation>tiene {count}</translation>
    </message>
    <message>
        <source>you have {credits}</source>
        <translation>tiene {credits}</translation>
    </message>
    <message>
        <source>your own</source>
        <translation>propia</translation>
    </message>
    <message>
        <source>{cost}. A photo that fails costs nothing.</source>
        <translation>{cost}. Una foto fallida no cuesta nada.</translation>
    </message>
    <message>
        <source>{count} at most</source>
        <translation>{count} como máximo</translation>
    </message>
    <message>
        <source>{count} waiting for credits</source>
        <translation>{count} esperando créditos</translation>
    </message>
    <message>
        <source>{credits} a photo</source>
        <translation>{credits} por foto</translation>
    </message>
    <message>
        <source>{credits} missing</source>
        <translation>Faltan {credits}</translation>
    </message>
    <message>
        <source>{credits} missing for this order. {text}</source>
        <translation>Faltan {credits} para este pedido. {text}</translation>
    </message>
    <message>
        <source>{credits} to spend</source>
        <translation>{credits} para gastar</translation>
    </message>
    <message>
        <source>{day} at {time}</source>
        <translation>{day} a las {time}</translation>
    </message>
    <message>
        <source>{decided} of {total} reviewed</source>
        <translation>{decided} de {total} revisadas</translation>
    </message>
    <message>
        <source>{done} of {pictures}</source>
        <translation>{done} de {pictures}</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} de {total}</translation>
    </message>
    <message>
        <source>{duration} left</source>
        <translation>quedan {duration}</translation>
    </message>
    <message>
        <source>{edits} (sample)</source>
        <translation>{edits} (muestra)</translation>
    </message>
    <message>
        <source>{edits} of {photos}, {have}</source>
        <translation>{edits} de {photos}, {have}</translation>
    </message>
    <message>
        <source>{edits}, saved</source>
        <translation>{edits}, guardada</translation>
    </message>
    <message>
        <source>{edits}: in the queue</source>
        <translation>{edits}: en la cola</translation>
    </message>
    <message>
        <source>{edits}: {action}?</source>
        <translation>{edits}: ¿{action}?</translation>
    </message>
    <message>
        <source>{edit} is prohibited by this profile. {rule}</source>
        <translation>{edit} está prohibido por este perfil. {rule}</translation>
    </message>
    <message>
        <source>{edit}: say what goes. At worst {verdict}.</source>
        <translation>{edit}: diga qué se quita. En el peor caso, {verdict}.</translation>
    </message>
    <message>
        <source>{exposures} exposures, where this shoot has sets of {usual}.</source>
        <translation>{exposures} exposiciones, donde esta sesión tiene series de {usual}.</translation>
    </message>
    <message>
        <source>{left_out}, where you asked for no change</source>
        <translation>{left_out}, donde no pidió ningún cambio</translation>
    </message>
    <message>
        <source>{n:02}, {address}, {room}, {name} and {edits} are filled in</source>
        <translation>Se rellenan {n:02}, {address}, {room}, {name} y {edits}</translation>
    </message>
    <message numerus="yes">
        <source>{names} and {n} photo more</source>
        <comment>{names} and {n} photos more</comment>
        <translation>
            <numerusform>{names} y {n} foto más</numerusform>
            <numerusform>{names} y {n} fotos más</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} (your own)</source>
        <translation>{name} (propias)</translation>
    </message>
    <message>
        <source>{name} is not a folder. Choose another.</source>
        <translation>{name} no es una carpeta. Elija otra.</translation>
    </message>
    <message>
        <source>{name} – Luster</source>
        <translation>{name} – Luster</translation>
    </message>
    <message>
        <source>{name}: passes</source>
        <translation>{name}: válida</translation>
    </message>
    <message>
        <source>{name}: {why}</source>
        <translation>{name}: {why}</translation>
    </message>
    <message numerus="yes">
        <source>{n} credit</source>
        <comment>{n} credits</comment>
        <translation>
            <numerusform>{n} crédito</numerusform>
            <numerusform>{n} créditos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit added</source>
        <comment>{n} credits added</comment>
        <translation>
            <numerusform>{n} crédito añadido</numerusform>
            <numerusform>{n} créditos añadidos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit added. You have {have} now.</source>
        <comment>{n} credits added. You have {have} now.</comment>
        <translation>
            <numerusform>{n} crédito añadido. Ahora tiene {have}.</numerusform>
            <numerusform>{n} créditos añadidos. Ahora tiene {have}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit missing.</source>
        <comment>{n} credits missing.</comment>
        <translation>
            <numerusform>Falta {n} crédito.</numerusform>
            <numerusform>Faltan {n} créditos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit more set aside for orders under way.</source>
        <comment>{n} credits more set aside for orders under way.</comment>
        <translation>
            <numerusform>{n} crédito más reservado para pedidos en curso.</numerusform>
            <numerusform>{n} créditos más reservados para pedidos en curso.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} credit that you have not used</source>
        <comment>{n} credits that you have not used</comment>
        <translation>
            <numerusform>{n} crédito que no ha usado</numerusform>
            <numerusform>{n} créditos que no ha usado</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} done</source>
        <comment>{n} done</comment>
        <translation>
            <numerusform>{n} lista</numerusform>
            <numerusform>{n} listas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} edit</source>
        <comment>{n} edits</comment>
        <translation>
            <numerusform>{n} edición</numerusform>
            <numerusform>{n} ediciones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} edit done</source>
        <comment>{n} edits done</comment>
        <translation>
            <numerusform>{n} edición lista</numerusform>
            <numerusform>{n} ediciones listas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} event could not be delivered and was given up.</source>
        <comment>{n} events could not be delivered and were given up.</comment>
        <translation>
            <numerusform>{n} evento no se pudo entregar y se abandonó.</numerusform>
            <numerusform>{n} eventos no se pudieron entregar y se abandonaron.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} event is on the way.</source>
        <comment>{n} events are on the way.</comment>
        <translation>
            <numerusform>{n} evento está en camino.</numerusform>
            <numerusform>{n} eventos están en camino.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} exposure</source>
        <comment>{n} exposures</comment>
        <translation>
            <numerusform>{n} exposición</numerusform>
            <numerusform>{n} exposiciones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} exposure merged</source>
        <comment>{n} exposures merged</comment>
        <translation>
            <numerusform>{n} exposición fusionada</numerusform>
            <numerusform>{n} exposiciones fusionadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} exterior</source>
        <comment>{n} exteriors</comment>
        <translation>
            <numerusform>{n} exterior</numerusform>
            <numerusform>{n} exteriores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} failed</source>
        <comment>{n} failed</comment>
        <translation>
            <numerusform>{n} fallida</numerusform>
            <numerusform>{n} fallidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} file</source>
        <comment>{n} files</comment>
        <translation>
            <numerusform>{n} archivo</numerusform>
            <numerusform>{n} archivos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} file was left out</source>
        <comment>{n} files were left out</comment>
        <translation>
            <numerusform>se omitió {n} archivo</numerusform>
            <numerusform>se omitieron {n} archivos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} group is unsure. Look at it first.</source>
        <comment>{n} groups are unsure. Look at them first.</comment>
        <translation>
            <numerusform>{n} grupo es dudoso. Revíselo primero.</numerusform>
            <numerusform>{n} grupos son dudosos. Revíselos primero.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} in no need</source>
        <comment>{n} in no need</comment>
        <translation>
            <numerusform>{n} sin necesidad</numerusform>
            <numerusform>{n} sin necesidad</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} interior</source>
        <comment>{n} interiors</comment>
        <translation>
            <numerusform>{n} interior</numerusform>
            <numerusform>{n} interiores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} left out</source>
        <comment>{n} left out</comment>
        <translation>
            <numerusform>{n} omitida</numerusform>
            <numerusform>{n} omitidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} missing</source>
        <comment>{n} missing</comment>
        <translation>
            <numerusform>falta {n}</numerusform>
            <numerusform>faltan {n}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} new shoot</source>
        <comment>{n} new shoots</comment>
        <translation>
            <numerusform>{n} sesión nueva</numerusform>
            <numerusform>{n} sesiones nuevas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} not saved</source>
        <comment>{n} not saved</comment>
        <translation>
            <numerusform>{n} sin guardar</numerusform>
            <numerusform>{n} sin guardar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} ordered before</source>
        <comment>{n} ordered before</comment>
        <translation>
            <numerusform>{n} ya pedida</numerusform>
            <numerusform>{n} ya pedidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo</source>
        <comment>{n} photos</comment>
        <translation>
            <numerusform>{n} foto</numerusform>
            <numerusform>{n} fotos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo added</source>
        <comment>{n} photos added</comment>
        <translation>
            <numerusform>{n} foto añadida</numerusform>
            <numerusform>{n} fotos añadidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo added to {name}.</source>
        <comment>{n} photos added to {name}.</comment>
        <translation>
            <numerusform>{n} foto añadida a {name}.</numerusform>
            <numerusform>{n} fotos añadidas a {name}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo already in the shoot</source>
        <comment>{n} photos already in the shoot</comment>
        <translation>
            <numerusform>{n} foto ya en la sesión</numerusform>
            <numerusform>{n} fotos ya en la sesión</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo could not be sent: the file is no longer there.</source>
        <comment>{n} photos could not be sent: the files are no longer there.</comment>
        <translation>
            <numerusform>No se pudo enviar {n} foto: el archivo ya no está.</numerusform>
            <numerusform>No se pudieron enviar {n} fotos: los archivos ya no están.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo found again in a new place</source>
        <comment>{n} photos found again in a new place</comment>
        <translation>
            <numerusform>{n} foto encontrada en otro lugar</numerusform>
            <numerusform>{n} fotos encontradas en otro lugar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo found again.</source>
        <comment>{n} photos found again.</comment>
        <translation>
            <numerusform>{n} foto encontrada de nuevo.</numerusform>
            <numerusform>{n} fotos encontradas de nuevo.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo not ordered. {why}</source>
        <comment>{n} photos not ordered. {why}</comment>
        <translation>
            <numerusform>{n} foto sin pedir. {why}</numerusform>
            <numerusform>{n} fotos sin pedir. {why}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo ordered: {edits}.</source>
        <comment>{n} photos ordered: {edits}.</comment>
        <translation>
            <numerusform>{n} foto pedida: {edits}.</numerusform>
            <numerusform>{n} fotos pedidas: {edits}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo removed from the shoot. The files are still on your disk.</source>
        <comment>{n} photos removed from the shoot. The files are still on your disk.</comment>
        <translation>
            <numerusform>{n} foto quitada de la sesión. El archivo sigue en su disco.</numerusform>
            <numerusform>{n} fotos quitadas de la sesión. Los archivos siguen en su disco.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo selected</source>
        <comment>{n} photos selected</comment>
        <translation>
            <numerusform>{n} foto seleccionada</numerusform>
            <numerusform>{n} fotos seleccionadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} photo waiting for credits.</source>
        <comment>{n} photos waiting for credits.</comment>
        <translation>
            <numerusform>{n} foto espera créditos.</numerusform>
            <numerusform>{n} fotos esperan créditos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture</source>
        <comment>{n} pictures</comment>
        <translation>
            <numerusform>{n} imagen</numerusform>
            <numerusform>{n} imágenes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture could not be made and cannot be downloaded. Deliver the shoot to see why.</source>
        <comment>{n} pictures could not be made and cannot be downloaded. Deliver the shoot to see why.</comment>
        <translation>
            <numerusform>No se pudo crear {n} imagen, así que no se puede descargar. Entregue la sesión para ver por qué.</numerusform>
            <numerusform>No se pudieron crear {n} imágenes, así que no se pueden descargar. Entregue la sesión para ver por qué.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture made</source>
        <comment>{n} pictures made</comment>
        <translation>
            <numerusform>{n} imagen hecha</numerusform>
            <numerusform>{n} imágenes hechas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} picture to look at.</source>
        <comment>{n} pictures to look at.</comment>
        <translation>
            <numerusform>{n} imagen por revisar.</numerusform>
            <numerusform>{n} imágenes por revisar.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} place differs beyond what you asked for</source>
        <comment>{n} places differ beyond what you asked for</comment>
        <translation>
            <numerusform>{n} lugar difiere más allá de lo pedido</numerusform>
            <numerusform>{n} lugares difieren más allá de lo pedido</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} place left as in your photo</source>
        <comment>{n} places left as in your photo</comment>
        <translation>
            <numerusform>{n} lugar como en su foto</numerusform>
            <numerusform>{n} lugares como en su foto</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} place to look at</source>
        <comment>{n} places to look at</comment>
        <translation>
            <numerusform>{n} lugar por revisar</numerusform>
            <numerusform>{n} lugares por revisar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} place was left as in your photo</source>
        <comment>{n} places were left as in your photo</comment>
        <translation>
            <numerusform>{n} lugar quedó como en su foto</numerusform>
            <numerusform>{n} lugares quedaron como en su foto</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} rejected</source>
        <comment>{n} rejected</comment>
        <translation>
            <numerusform>{n} rechazada</numerusform>
            <numerusform>{n} rechazadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} rejected left out</source>
        <comment>{n} rejected left out</comment>
        <translation>
            <numerusform>{n} rechazada omitida</numerusform>
            <numerusform>{n} rechazadas omitidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} result</source>
        <comment>{n} results</comment>
        <translation>
            <numerusform>{n} resultado</numerusform>
            <numerusform>{n} resultados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} result saved</source>
        <comment>{n} results saved</comment>
        <translation>
            <numerusform>{n} resultado guardado</numerusform>
            <numerusform>{n} resultados guardados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} selected</source>
        <comment>{n} selected</comment>
        <translation>
            <numerusform>{n} seleccionada</numerusform>
            <numerusform>{n} seleccionadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} shows a room</source>
        <comment>{n} show a room</comment>
        <translation>
            <numerusform>{n} muestra una habitación</numerusform>
            <numerusform>{n} muestran una habitación</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} shows no lawn</source>
        <comment>{n} show no lawn</comment>
        <translation>
            <numerusform>{n} no muestra césped</numerusform>
            <numerusform>{n} no muestran césped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} shows the outside</source>
        <comment>{n} show the outside</comment>
        <translation>
            <numerusform>{n} muestra el exterior</numerusform>
            <numerusform>{n} muestran el exterior</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} star</source>
        <comment>{n} stars</comment>
        <translation>
            <numerusform>{n} estrella</numerusform>
            <numerusform>{n} estrellas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} there already</source>
        <comment>{n} there already</comment>
        <translation>
            <numerusform>{n} ya estaba</numerusform>
            <numerusform>{n} ya estaban</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} unclear</source>
        <comment>{n} unclear</comment>
        <translation>
            <numerusform>{n} sin aclarar</numerusform>
            <numerusform>{n} sin aclarar</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} unsure group</source>
        <comment>{n} unsure groups</comment>
        <translation>
            <numerusform>{n} grupo dudoso</numerusform>
            <numerusform>{n} grupos dudosos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} unusable</source>
        <comment>{n} unusable</comment>
        <translation>
            <numerusform>{n} inservible</numerusform>
            <numerusform>{n} inservibles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} was taken at night</source>
        <comment>{n} were taken at night</comment>
        <translation>
            <numerusform>{n} se tomó de noche</numerusform>
            <numerusform>{n} se tomaron de noche</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n}+ star</source>
        <comment>{n}+ stars</comment>
        <translation>
            <numerusform>{n}+ estrella</numerusform>
            <numerusform>{n}+ estrellas</numerusform>
        </translation>
    </message>
    <message>
        <source>{order}, reversed</source>
        <translation>{order}, invertido</translation>
    </message>
    <message>
        <source>{parts} were generated</source>
        <translation>Se generaron {parts}</translation>
    </message>
    <message>
        <source>{photos} from {exposures}</source>
        <translation>{photos} de {exposures}</translation>
    </message>
    <message>
        <source>{photos} of the shoot</source>
        <translation>{photos} de la sesión</translation>
    </message>
    <message>
        <source>{photos} on screen</source>
        <translation>{photos} en pantalla</translation>
    </message>
    <message>
        <source>{photos} without this edit</source>
        <translation>{photos} sin esta edición</translation>
    </message>
    <message>
        <source>{photos}, only where it is painted</source>
        <translation>{photos}, solo donde está pintado</translation>
    </message>
    <message>
        <source>{photos}, {count} in progress</source>
        <translation>{photos}, {count} en curso</translation>
    </message>
    <message>
        <source>{price} a photo</source>
        <translation>{price} por foto</translation>
    </message>
    <message>
        <source>{said}. The map that shows where is not on this computer</source>
        <translation>{said}. El mapa que muestra dónde no está en este ordenador</translation>
    </message>
    <message>
        <source>{setting} cannot be {value!r}. Choose one of: {choices}.</source>
        <translation>{setting} no puede ser {value!r}. Elija uno de: {choices}.</translation>
    </message>
    <message>
        <source>{title} for {whom}</source>
        <translation>{title} para {whom}</translation>
    </message>
    <message>
        <source>{title} for {whom}: {names}.</source>
        <translation>{title} para {whom}: {names}.</translation>
    </message>
    <message>
        <source>{title}, delivered</source>
        <translation>{title}, se entrega</translation>
    </message>
    <message>
        <source>{title}, {credits} a photo. {summary}</source>
        <translation>{title}, {credits} por foto. {summary}</translation>
    </message>
    <message>
        <source>{title}: never in the first photo</source>
        <translation>{title}: nunca en la primera foto</translation>
    </message>
    <message>
        <source>{title}: the rule</source>
        <translation>{title}: la norma</translation>
    </message>
    <message>
        <source>{title}: what holds</source>
        <translation>{title}: qué rige</translation>
    </message>
    <message>
        <source>{verdict}, not as first photo</source>
        <translation>{verdict}, no como primera foto</translation>
    </message>
    <message>
        <source>{why} Choose Try again to fetch it once more.</source>
        <translation>{why} Elija «Reintentar» para descargarla de nuevo.</translation>
    </message>
</context>
</TS>
